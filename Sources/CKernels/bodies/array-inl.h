// Elementwise functions and reductions over plain arrays.

static void nb_exp_array(size_t n, const double *x, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) nb_store_some(out + i, n - i, nb_exp(nb_load_some(x + i, n - i, 0.0)));
}

static void nb_log_array(size_t n, const double *x, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) nb_store_some(out + i, n - i, nb_log(nb_load_some(x + i, n - i, 1.0)));
}

static void nb_pow_array(size_t n, const double *x, const double *y, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES)
    nb_store_some(out + i, n - i, nb_pow(nb_load_some(x + i, n - i, 1.0), nb_load_some(y + i, n - i, 1.0)));
}

static double nb_sum_array(size_t n, const double *x) {
  nb_v sum = 0.0;
  for (size_t i = 0; i < n; i += NB_LANES) sum += nb_load_some(x + i, n - i, 0.0);
  return nb_sum_lanes(sum);
}

static double nb_dot_array(size_t n, const double *x, const double *y) {
  nb_v sum = 0.0;
  for (size_t i = 0; i < n; i += NB_LANES)
    sum = nb_mul_add(nb_load_some(x + i, n - i, 0.0), nb_load_some(y + i, n - i, 0.0), sum);
  return nb_sum_lanes(sum);
}

static double nb_max_magnitude_array(size_t n, const double *x) {
  nb_v most = 0.0;
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_v v = nb_magnitude(nb_load_some(x + i, n - i, 0.0));
    most = nb_select(v > most, v, most);
  }
  return nb_max_lanes(most);
}

static void nb_widen_array(size_t n, const float *x, double *out) {
  size_t i = 0;
  for (; i + NB_LANES <= n; i += NB_LANES)
    nb_store(out + i, __builtin_convertvector(*(const nb_f_unaligned *)(x + i), nb_v));
  for (; i < n; ++i) out[i] = (double)x[i];
}

static size_t nb_count_within_array(size_t n, const double *x, double low, double high) {
  nb_vi outside = 0;
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_v v = nb_load_some(x + i, n - i, low);
    outside -= ~((v >= low) & (v <= high)); // a mask is -1; with NaN no comparison holds
  }
  size_t count = 0;
  for (int i = 0; i < NB_LANES; ++i) count += (size_t)outside[i];
  return n - count;
}
