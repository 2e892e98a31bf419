// x86-64 with AVX2 and FMA.
#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NB_FUSED 1
#define NB_GATHERS 0
#include "../bodies/table-inl.h"

void nb_fill_avx2(nb_kernels *table);
void nb_fill_avx2(nb_kernels *table) { nb_fill_table(table, "avx2"); }
#pragma clang attribute pop
#endif
