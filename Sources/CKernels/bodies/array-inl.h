// Elementwise functions and reductions over plain arrays.

static void nb_exp_array(size_t n, const double *x, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) nb_store_some(out + i, n - i, nb_exp(nb_load_some(x + i, n - i, 0.0)));
}

static void nb_log_array(size_t n, const double *x, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) nb_store_some(out + i, n - i, nb_log(nb_load_some(x + i, n - i, 1.0)));
}

static void nb_pow_array(size_t n, const double *x, const double *y, double *out) {
  double high[NB_BLOCK], low[NB_BLOCK];
  for (size_t first = 0; first < n; first += NB_BLOCK) {
    size_t count = n - first < NB_BLOCK ? n - first : NB_BLOCK;
    const double *xs = x + first, *ys = y + first;
    for (size_t i = 0; i < count; i += NB_LANES) {
      nb_v l;
      nb_store(high + i, nb_log_pair(nb_pow_base(nb_load_some(xs + i, count - i, 1.0)), &l));
      nb_store(low + i, l);
    }
    for (size_t i = 0; i < count; i += NB_LANES) {
      nb_v base = nb_load_some(xs + i, count - i, 1.0), power = nb_load_some(ys + i, count - i, 1.0), k;
      nb_v p = nb_exp_of_product(nb_load(high + i), nb_load(low + i), power, &k);
      nb_store_some(out + first + i, count - i, nb_pow_edges(base, power, nb_scale(p, k)));
    }
  }
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

static void nb_accumulate(size_t n, const double *values, double *sums) {
  for (size_t i = 0; i < n; i += NB_LANES)
    nb_store_some(sums + i, n - i, nb_load_some(sums + i, n - i, 0.0) + nb_load_some(values + i, n - i, 0.0));
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
