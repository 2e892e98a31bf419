// The inverse of a symmetric positive definite matrix by symmetric sweeps, four pivots at a time. Up to a few hundred rows
// this is far faster than a library's factorisation and inversion, which go through panels, packing and triangular loops
// made for large matrices; the matrix stays in cache and every inner loop is a fused product over whole vectors.
// Source: Goodnight, "A tutorial on the SWEEP operator", Am. Statistician 33 (1979), doi:10.1080/00031305.1979.10482685;
// the blocks of four derived here.

enum { nb_sweep_pivots = 4 };

/// Columns j .. j+3 less the rank-four product of v and u, rows from `from` on.
NB_INLINE void nb_sweep_columns(size_t j, size_t from, size_t rows, size_t stride, double *a, const double *v, const double *u) {
  double *c0 = a + j * stride, *c1 = c0 + stride, *c2 = c1 + stride, *c3 = c2 + stride;
  const double *u0 = u, *u1 = u + rows, *u2 = u + 2 * rows, *u3 = u + 3 * rows;
  for (size_t i = from; i < rows; i += NB_LANES) {
    nb_v x0 = nb_load(c0 + i), x1 = nb_load(c1 + i), x2 = nb_load(c2 + i), x3 = nb_load(c3 + i);
#define NB_SWEEP_PIVOT(t)                        \
  {                                              \
    nb_v w = nb_load(v + (t) * rows + i);        \
    x0 = nb_mul_add(w, (nb_v)-u##t[j], x0);      \
    x1 = nb_mul_add(w, (nb_v)-u##t[j + 1], x1);  \
    x2 = nb_mul_add(w, (nb_v)-u##t[j + 2], x2);  \
    x3 = nb_mul_add(w, (nb_v)-u##t[j + 3], x3);  \
  }
    NB_SWEEP_PIVOT(0)
    NB_SWEEP_PIVOT(1)
    NB_SWEEP_PIVOT(2)
    NB_SWEEP_PIVOT(3)
#undef NB_SWEEP_PIVOT
    nb_store(c0 + i, x0);
    nb_store(c1 + i, x1);
    nb_store(c2 + i, x2);
    nb_store(c3 + i, x3);
  }
}

/// A becomes -A^-1: lower triangle, column-major, `stride` doubles from column to column, a multiple of 8 and at least m;
/// rows and columns up to the next multiple of 8 must hold the identity's. room: 12 stride doubles. false where A is not
/// positive definite to working precision; A is then destroyed.
static bool nb_sweep_invert(size_t m, size_t stride, double *a, double *room) {
  const size_t rows = (m + NB_LANES - 1) / NB_LANES * NB_LANES;
  double *c = room, *v = room + 4 * stride, *u = room + 8 * stride;
  for (size_t p = 0; p < rows; p += nb_sweep_pivots) {
    for (size_t t = 0; t < nb_sweep_pivots; ++t) { // whole columns, from what is stored of them
      const size_t k = p + t;
      for (size_t r = 0; r < k; ++r) c[t * rows + r] = a[r * stride + k];
      for (size_t r = k; r < rows; ++r) c[t * rows + r] = a[k * stride + r];
    }
    for (size_t t = 0; t < nb_sweep_pivots; ++t) {
      const double pivot = c[t * rows + p + t];
      if (!(pivot > 0x1p-45)) return false; // the diagonal began at 1
      const double inverse = 1.0 / pivot;
      for (size_t i = 0; i < rows; i += NB_LANES) {
        nb_v x = nb_load(c + t * rows + i), y = x * inverse;
        nb_store(v + t * rows + i, x);
        nb_store(u + t * rows + i, y);
        nb_store(c + t * rows + i, y);
      }
      for (size_t s = 0; s < nb_sweep_pivots; ++s) {
        if (s == t) continue;
        const double factor = v[t * rows + p + s];
        for (size_t i = 0; i < rows; i += NB_LANES)
          nb_store(c + s * rows + i, nb_mul_add(nb_load(u + t * rows + i), (nb_v)-factor, nb_load(c + s * rows + i)));
        c[s * rows + p + t] = factor * inverse;
      }
      c[t * rows + p + t] = -inverse;
    }
    for (size_t j = 0; j < rows; j += nb_sweep_pivots)
      if (j != p) nb_sweep_columns(j, j / NB_LANES * NB_LANES, rows, stride, a, v, u);
    for (size_t t = 0; t < nb_sweep_pivots; ++t) {
      const size_t k = p + t;
      for (size_t r = 0; r < p; ++r) a[r * stride + k] = c[t * rows + r];
      for (size_t r = k; r < rows; ++r) a[k * stride + r] = c[t * rows + r];
    }
  }
  return true;
}
