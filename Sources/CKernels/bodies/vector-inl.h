// Eight doubles at a time, the same eight on every target, so that sums are formed in the same order everywhere:
// one 512-bit register on AVX-512, two on AVX2, four on NEON and SSE2. A vector never crosses a call that is not
// inlined: outside the target attribute its calling convention would differ.
//
// Contraction is off in every target file; a fused product is written nb_mul_add. NB_FUSED says whether it is one
// rounding (AVX2, AVX-512, NEON: same bits) or two (portable, where a fused one would be a library call). NB_MASKED is 512
// where the target has AVX-512's masked loads and stores, and not defined elsewhere.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Every function that takes a vector is inlined, so the calling convention this warns about is never used.
#pragma clang diagnostic ignored "-Wpsabi"

#define NB_INLINE static inline __attribute__((always_inline, unused))
#define NB_LANES 8
/// Before a loop whose count is known where it is inlined: its numbers are then constants.
#define NB_UNROLLED _Pragma("clang loop unroll(full)")

typedef double nb_v __attribute__((ext_vector_type(NB_LANES)));
typedef long nb_vi __attribute__((ext_vector_type(NB_LANES)));
typedef unsigned long nb_vu __attribute__((ext_vector_type(NB_LANES)));
typedef double nb_v_unaligned __attribute__((ext_vector_type(NB_LANES), aligned(8), may_alias));
typedef float nb_f_unaligned __attribute__((ext_vector_type(NB_LANES), aligned(4), may_alias));

NB_INLINE nb_v nb_load(const double *p) { return *(const nb_v_unaligned *)p; }
NB_INLINE void nb_store(double *p, nb_v v) { *(nb_v_unaligned *)p = v; }

/// The first `count` (< 8) doubles, the other lanes `pad`. Never reads past the array.
NB_INLINE nb_v nb_load_tail(const double *p, size_t count, double pad) {
#if NB_MASKED == 512
  return (nb_v)_mm512_mask_loadu_pd((__m512d)(nb_v)pad, (__mmask8)((1u << count) - 1u), p);
#else
  nb_v v = pad;
  for (size_t i = 0; i < count; ++i) v[i] = p[i];
  return v;
#endif
}
NB_INLINE void nb_store_tail(double *p, size_t count, nb_v v) {
#if NB_MASKED == 512
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << count) - 1u), (__m512d)v);
#else
  for (size_t i = 0; i < count; ++i) p[i] = v[i];
#endif
}
NB_INLINE nb_v nb_load_some(const double *p, size_t count, double pad) {
  return count >= NB_LANES ? nb_load(p) : nb_load_tail(p, count, pad);
}
NB_INLINE void nb_store_some(double *p, size_t count, nb_v v) {
  if (count >= NB_LANES) nb_store(p, v);
  else nb_store_tail(p, count, v);
}

NB_INLINE nb_v nb_select(nb_vi mask, nb_v yes, nb_v no) { return mask ? yes : no; }
NB_INLINE bool nb_any(nb_vi mask) { return __builtin_reduce_or(mask) != 0; }
NB_INLINE bool nb_all(nb_vi mask) { return __builtin_reduce_and(mask) != 0; }
NB_INLINE nb_vi nb_bits(nb_v v) { return (nb_vi)v; }
NB_INLINE nb_v nb_value(nb_vi v) { return (nb_v)v; }
NB_INLINE nb_vu nb_word(nb_v v) { return (nb_vu)v; }
NB_INLINE nb_v nb_from_word(nb_vu v) { return (nb_v)v; }

// Comparisons that keep NaN where the value is NaN (the elementwise builtins would return the bound).
NB_INLINE nb_v nb_at_most(nb_v x, nb_v bound) { return nb_select(x > bound, bound, x); }
NB_INLINE nb_v nb_at_least(nb_v x, nb_v bound) { return nb_select(x < bound, bound, x); }
NB_INLINE nb_v nb_magnitude(nb_v x) { return nb_value(nb_bits(x) & 0x7FFFFFFFFFFFFFFFL); }

/// p[index] of each lane.
NB_INLINE nb_v nb_gather(const double *p, nb_vi index) {
#if NB_GATHERS
  return (nb_v)_mm512_i64gather_pd((__m512i)index, p, 8);
#else
  nb_v v;
  for (int l = 0; l < NB_LANES; ++l) v[l] = p[index[l]];
  return v;
#endif
}

/// Lanes added pairwise: ((0+4)+(2+6)) + ((1+5)+(3+7)).
NB_INLINE double nb_sum_lanes(nb_v v) {
  typedef double half __attribute__((ext_vector_type(NB_LANES / 2)));
  typedef double quarter __attribute__((ext_vector_type(NB_LANES / 4)));
  half h = v.lo + v.hi;
  quarter q = h.lo + h.hi;
  return q[0] + q[1];
}
/// The lanes of eight vectors, each added pairwise as above, as one vector.
NB_INLINE nb_v nb_sum_lanes_of_eight(const nb_v *v) {
  nb_v half[4];
  for (int i = 0; i < 4; ++i)
    half[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 1, 2, 3, 8, 9, 10, 11) +
              __builtin_shufflevector(v[2 * i], v[2 * i + 1], 4, 5, 6, 7, 12, 13, 14, 15);
  nb_v quarter[2];
  for (int i = 0; i < 2; ++i)
    quarter[i] = __builtin_shufflevector(half[2 * i], half[2 * i + 1], 0, 1, 4, 5, 8, 9, 12, 13) +
                 __builtin_shufflevector(half[2 * i], half[2 * i + 1], 2, 3, 6, 7, 10, 11, 14, 15);
  return __builtin_shufflevector(quarter[0], quarter[1], 0, 2, 4, 6, 8, 10, 12, 14) +
         __builtin_shufflevector(quarter[0], quarter[1], 1, 3, 5, 7, 9, 11, 13, 15);
}
NB_INLINE double nb_max_lanes(nb_v v) {
  double m = v[0];
  for (int i = 1; i < NB_LANES; ++i) m = v[i] > m ? v[i] : m;
  return m;
}
/// The largest lane where none is NaN, by pairs: for short rows, where each step of nb_max_lanes would wait for the last.
NB_INLINE double nb_max_of_numbers(nb_v v) {
  typedef double half __attribute__((ext_vector_type(NB_LANES / 2)));
  typedef double quarter __attribute__((ext_vector_type(NB_LANES / 4)));
  half h = __builtin_elementwise_max(v.lo, v.hi);
  quarter q = __builtin_elementwise_max(h.lo, h.hi);
  return q[0] > q[1] ? q[0] : q[1];
}
/// Rows become columns: out[j] lane i is in[i] lane j.
NB_INLINE void nb_transpose(const nb_v *in, nb_v *out) {
  nb_v pair[NB_LANES], four[NB_LANES];
  for (int i = 0; i < NB_LANES; i += 2) {
    pair[i] = __builtin_shufflevector(in[i], in[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    pair[i + 1] = __builtin_shufflevector(in[i], in[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < NB_LANES; i += 4)
    for (int j = 0; j < 2; ++j) {
      four[i + j] = __builtin_shufflevector(pair[i + j], pair[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      four[i + j + 2] = __builtin_shufflevector(pair[i + j], pair[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int j = 0; j < 4; ++j) {
    out[j] = __builtin_shufflevector(four[j], four[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    out[j + 4] = __builtin_shufflevector(four[j], four[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

#if NB_FUSED
NB_INLINE nb_v nb_mul_add(nb_v a, nb_v b, nb_v c) { return __builtin_elementwise_fma(a, b, c); }
/// a b - p exactly, for p = a b rounded.
NB_INLINE nb_v nb_product_error(nb_v a, nb_v b, nb_v p) { return __builtin_elementwise_fma(a, b, -p); }
#else
NB_INLINE nb_v nb_mul_add(nb_v a, nb_v b, nb_v c) { return a * b + c; }
/// The same by splitting both factors in halves of 26 bits (Dekker 1971, doi:10.1007/BF01397083).
NB_INLINE nb_v nb_product_error(nb_v a, nb_v b, nb_v p) {
  const nb_v split = 134217729.0;
  nb_v ca = split * a, cb = split * b;
  nb_v ah = ca - (ca - a), bh = cb - (cb - b);
  nb_v al = a - ah, bl = b - bh;
  return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
}
#endif

/// Cells a stage works on at a time: its arrays stay in the first-level cache, and each stage is a short loop whose
/// rounds the processor can overlap (one long chain of log, exp and series a vector leaves its units waiting).
#define NB_BLOCK 256
