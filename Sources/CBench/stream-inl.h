// Streams on vectors of eight doubles, compiled once per target. The including file sets the attribute NB_STREAM_TARGET
// and the name NB_STREAM(x) before each inclusion. No vector crosses a call: that would not be safe between targets.

// Elements before `to` is aligned to a vector: non-temporal stores need that.
NB_STREAM_TARGET static size_t NB_STREAM(head)(size_t n, const double *to) {
  size_t elements = ((64 - ((uintptr_t)to & 63)) & 63) / sizeof(double);
  return elements < n ? elements : n;
}

NB_STREAM_TARGET static void NB_STREAM(copy)(size_t n, const double *from, double *to) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    nb_vector v;
    memcpy(&v, from + i, sizeof v);
    memcpy(to + i, &v, sizeof v);
  }
  for (; i < n; ++i) to[i] = from[i];
}

NB_STREAM_TARGET static void NB_STREAM(copy_past_cache)(size_t n, const double *from, double *to) {
  size_t i = 0;
  for (size_t head = NB_STREAM(head)(n, to); i < head; ++i) to[i] = from[i];
  for (; i + 8 <= n; i += 8) {
    nb_vector v;
    memcpy(&v, from + i, sizeof v);
    __builtin_nontemporal_store(v, (nb_vector *)(to + i));
  }
  for (; i < n; ++i) to[i] = from[i];
}

NB_STREAM_TARGET static void NB_STREAM(triad)(size_t n, const double *a, const double *b, double factor, double *to) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    nb_vector u, v;
    memcpy(&u, a + i, sizeof u);
    memcpy(&v, b + i, sizeof v);
    u += factor * v;
    memcpy(to + i, &u, sizeof u);
  }
  for (; i < n; ++i) to[i] = a[i] + factor * b[i];
}

NB_STREAM_TARGET static void NB_STREAM(triad_past_cache)(size_t n, const double *a, const double *b, double factor, double *to) {
  size_t i = 0;
  for (size_t head = NB_STREAM(head)(n, to); i < head; ++i) to[i] = a[i] + factor * b[i];
  for (; i + 8 <= n; i += 8) {
    nb_vector u, v;
    memcpy(&u, a + i, sizeof u);
    memcpy(&v, b + i, sizeof v);
    u += factor * v;
    __builtin_nontemporal_store(u, (nb_vector *)(to + i));
  }
  for (; i < n; ++i) to[i] = a[i] + factor * b[i];
}

NB_STREAM_TARGET static double NB_STREAM(read)(size_t n, const double *x) {
  // Four sums, so that additions do not wait for one another.
  nb_vector sum[4] = {0};
  size_t i = 0;
  for (; i + 32 <= n; i += 32)
    for (size_t j = 0; j < 4; ++j) {
      nb_vector v;
      memcpy(&v, x + i + 8 * j, sizeof v);
      sum[j] += v;
    }
  double total = 0;
  for (size_t j = 0; j < 4; ++j)
    for (size_t lane = 0; lane < 8; ++lane) total += sum[j][lane];
  for (; i < n; ++i) total += x[i];
  return total;
}

#undef NB_STREAM_TARGET
#undef NB_STREAM
