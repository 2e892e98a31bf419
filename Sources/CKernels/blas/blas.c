// Calls into OpenBLAS. Its own header is not needed for these three, which every OpenBLAS build exports.

#include "../include/CKernels.h"

char *openblas_get_config(void);
char *openblas_get_corename(void);
void openblas_set_num_threads(int threads);

const char *nb_blas_configuration(void) { return openblas_get_config(); }
const char *nb_blas_core(void) { return openblas_get_corename(); }
void nb_blas_set_threads(int threads) { openblas_set_num_threads(threads); }
