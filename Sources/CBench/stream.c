// The streams for each target and the choice between them.

#include "include/CBench.h"
#include <string.h>

typedef double nb_vector __attribute__((ext_vector_type(8)));

#if defined(__x86_64__)
#define NB_STREAM_TARGET __attribute__((target("avx512f")))
#define NB_STREAM(name) name##_avx512
#include "stream-inl.h"
#define NB_STREAM_TARGET __attribute__((target("avx2,fma")))
#define NB_STREAM(name) name##_avx2
#include "stream-inl.h"
#endif
#define NB_STREAM_TARGET
#define NB_STREAM(name) name##_portable
#include "stream-inl.h"

typedef struct {
  void (*copy)(size_t, const double *, double *);
  void (*copy_past_cache)(size_t, const double *, double *);
  void (*triad)(size_t, const double *, const double *, double, double *);
  void (*triad_past_cache)(size_t, const double *, const double *, double, double *);
  double (*read)(size_t, const double *);
} nb_streams;

static const nb_streams *streams(void) {
  static const nb_streams portable = {copy_portable, copy_past_cache_portable, triad_portable, triad_past_cache_portable, read_portable};
#if defined(__x86_64__)
  static const nb_streams avx2 = {copy_avx2, copy_past_cache_avx2, triad_avx2, triad_past_cache_avx2, read_avx2};
  static const nb_streams avx512 = {copy_avx512, copy_past_cache_avx512, triad_avx512, triad_past_cache_avx512, read_avx512};
  if (__builtin_cpu_supports("avx512f")) return &avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &avx2;
#endif
  return &portable;
}

void nb_bench_copy(size_t n, const double *from, double *to) { streams()->copy(n, from, to); }

void nb_bench_triad(size_t n, const double *a, const double *b, double factor, double *to) {
  streams()->triad(n, a, b, factor, to);
}

double nb_bench_read(size_t n, const double *x) { return streams()->read(n, x); }

// Other processors see non-temporal stores in order only after a fence.
static void fence(void) {
#if defined(__x86_64__)
  __asm__ volatile("sfence" : : : "memory");
#endif
}

void nb_bench_copy_past_cache(size_t n, const double *from, double *to) {
  streams()->copy_past_cache(n, from, to);
  fence();
}

void nb_bench_triad_past_cache(size_t n, const double *a, const double *b, double factor, double *to) {
  streams()->triad_past_cache(n, a, b, factor, to);
  fence();
}
