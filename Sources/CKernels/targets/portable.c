// No instruction set beyond the platform's baseline.
#pragma STDC FP_CONTRACT OFF
#define NB_FUSED 0
#define NB_GATHERS 0
#include "../bodies/table-inl.h"

void nb_fill_portable(nb_kernels *table);
void nb_fill_portable(nb_kernels *table) { nb_fill_table(table, "portable"); }
