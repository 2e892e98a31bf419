// AArch64, whose baseline has NEON with fused multiply-add.
#if defined(__aarch64__)
#pragma STDC FP_CONTRACT OFF
#define NB_FUSED 1
#define NB_GATHERS 0
#include "../bodies/table-inl.h"

void nb_fill_neon(nb_kernels *table);
void nb_fill_neon(nb_kernels *table) { nb_fill_table(table, "neon"); }
#endif
