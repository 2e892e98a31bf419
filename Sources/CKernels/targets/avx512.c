// x86-64 with AVX-512 F, DQ, VL and BW.
#if defined(__x86_64__)
#include <immintrin.h> // before the attribute: its functions have their own
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma"))), apply_to = function)
#define NB_FUSED 1
#define NB_GATHERS 1 /* one instruction for eight loads */
#define NB_MASKED 512
#include "../bodies/table-inl.h"

void nb_fill_avx512(nb_kernels *table);
void nb_fill_avx512(nb_kernels *table) { nb_fill_table(table, "avx512"); }
#pragma clang attribute pop
#endif
