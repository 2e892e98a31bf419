// Eight doubles at a time on every target. Contraction is off in the files that include this and nothing is fused, so every
// target rounds alike.

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Every function that takes a vector is inlined, so the calling convention this warns about is never used.
#pragma clang diagnostic ignored "-Wpsabi"

#define NL_INLINE static inline __attribute__((always_inline, unused))

typedef double nl_v __attribute__((ext_vector_type(NL_LANES)));
typedef long nl_vi __attribute__((ext_vector_type(NL_LANES)));
typedef unsigned long nl_vu __attribute__((ext_vector_type(NL_LANES)));

NL_INLINE nl_v nl_load(const double *p) { return *(const nl_v *)p; }
NL_INLINE void nl_store(double *p, nl_v v) { *(nl_v *)p = v; }
NL_INLINE nl_v nl_select(nl_vi mask, nl_v yes, nl_v no) { return mask ? yes : no; }
NL_INLINE nl_vi nl_select_index(nl_vi mask, nl_vi yes, nl_vi no) { return mask ? yes : no; }
NL_INLINE bool nl_any(nl_vi mask) { return __builtin_reduce_or(mask) != 0; }
NL_INLINE bool nl_all(nl_vi mask) { return __builtin_reduce_and(mask) != 0; }
NL_INLINE nl_v nl_sqrt(nl_v v) { return __builtin_elementwise_sqrt(v); }
NL_INLINE nl_vi nl_lane_numbers(void) { return (nl_vi){0, 1, 2, 3, 4, 5, 6, 7}; }

/// Products of numbers below 2^32: instructions for whole 64-bit products take several times as long.
NL_INLINE nl_vi nl_product(nl_vi a, size_t b) { return (nl_vi)(((nl_vu)a & 0xFFFFFFFFUL) * (nl_vu)(b & 0xFFFFFFFFUL)); }

/// A whole number 0 <= v < 2^51 as an integer, and back.
NL_INLINE nl_vi nl_integer(nl_v v) { return (nl_vi)(v + 0x1p52) & 0x000FFFFFFFFFFFFFL; }
NL_INLINE nl_v nl_number(nl_vi v) { return (nl_v)(v | 0x4330000000000000L) - 0x1p52; }

/// p[index] of each lane.
NL_INLINE nl_v nl_gather(const double *p, nl_vi index) {
#if NL_GATHERS
  return (nl_v)_mm512_i64gather_pd((__m512i)index, p, 8);
#else
  nl_v v;
  for (int l = 0; l < NL_LANES; ++l) v[l] = p[index[l]];
  return v;
#endif
}
#if NL_GATHERS
/// The same of at most eight numbers.
NL_INLINE nl_v nl_permute(const double *p, size_t count, nl_vi index) {
  return (nl_v)_mm512_permutexvar_pd((__m512i)index, _mm512_maskz_loadu_pd((__mmask8)((1U << count) - 1U), p));
}
#endif
/// p[index] = v of each lane; no two indices are equal.
NL_INLINE void nl_scatter(double *p, nl_vi index, nl_v v) {
#if NL_GATHERS
  _mm512_i64scatter_pd(p, (__m512i)index, (__m512d)v, 8);
#else
  for (int l = 0; l < NL_LANES; ++l) p[index[l]] = v[l];
#endif
}

/// e^x for x <= 0, 0 below the smallest normal double: x = k ln2 + r, |r| <= ln2/2, a Taylor polynomial of e^r - 1 to r^13 in pairs.
/// The relative error is below 3 units of the last place.
NL_INLINE nl_v nl_exp_of_negative(nl_v x) {
  const double magic = 0x1.8p52;
  nl_vi flushed = x < -708.0;
  x = nl_select(flushed, (nl_v)-708.0, x);
  nl_v k = (x * 0x1.71547652b82fep+0 + magic) - magic;
  nl_v r = (x - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33; // the first product is exact
  nl_v r2 = r * r, r4 = r2 * r2;
  nl_v a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
  nl_v b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
  nl_v c = (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
  nl_v p = 1.0 + (r + r2 * (a + r4 * (b + r4 * c)));
  nl_v scale = (nl_v)((nl_vu)(k + (magic + 1023.0)) << 52);
  return nl_select(flushed, (nl_v)0.0, p * scale);
}
