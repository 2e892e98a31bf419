// Dense linear algebra: the rates of OpenBLAS. Its header is not needed for these two, which every build of it exports.

#include "include/CBench.h"

void cblas_dgemm(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc);
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

enum { column_major = 102, not_transposed = 111 };

void nb_bench_dgemm(int n, const double *a, const double *b, double *c) {
  cblas_dgemm(column_major, not_transposed, not_transposed, n, n, n, 1, a, n, b, n, 0, c, n);
}

int nb_bench_dpotrf(int n, double *a) {
  int info = 0;
  dpotrf_("L", &n, a, &n, &info);
  return info;
}
