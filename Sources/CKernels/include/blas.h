/// Calls into OpenBLAS, which is loaded when first asked for. Part of CKernels.h.
#ifndef CKERNELS_BLAS_H
#define CKERNELS_BLAS_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How the loading of OpenBLAS ended.
typedef enum {
  NB_BLAS_READY,
  /// No library of that name on this machine (or of the name that NASHBENCH_BLAS gives).
  NB_BLAS_NOT_FOUND,
  /// There is one, and it lacks a function that is called.
  NB_BLAS_INCOMPLETE,
} nb_blas_status;

/// Loads OpenBLAS where that has not been done: libopenblas.so.0, or the file NASHBENCH_BLAS names. Any thread, any number of
/// times; the first call takes some milliseconds and allocates. Nothing below may be called unless this said NB_BLAS_READY.
nb_blas_status nb_blas_load(void);
/// The system loader's own words on what went wrong, empty where nothing did. After nb_blas_load.
const char *nb_blas_message(void);

/// OpenBLAS's configuration line, the core it chose its kernels for, and its thread count.
const char *nb_blas_configuration(void);
const char *nb_blas_core(void);
void nb_blas_set_threads(int threads);

/// C = alpha op(A) op(B) + beta C, column-major: op(A) is m x k, op(B) k x n, C m x n; 2 m n k flops. op(X) is X or its transpose;
/// a leading dimension is the distance between columns as stored. C overlaps neither A nor B.
void nb_blas_dgemm(bool transpose_a, bool transpose_b, int m, int n, int k, double alpha, const double *a, int lda, const double *b,
                   int ldb, double beta, double *c, int ldc);
/// A = L L' for a symmetric positive definite n x n matrix, column-major, of which the lower triangle is read and replaced by L;
/// n^3 / 3 flops. 0 where done, i > 0 where the leading minor of order i is not positive, < 0 where an argument makes no sense.
int nb_blas_dpotrf(int n, double *a, int lda);
/// The lower triangle of A^-1 in place of L; 2 n^3 / 3 flops. 0 where done.
int nb_blas_dpotri(int n, double *a, int lda);
/// X in place of B with A X = B, given L; B is n x columns, column-major. 0 where done.
int nb_blas_dpotrs(int n, int columns, const double *a, int lda, double *b, int ldb);
/// A = P L U of an n x n matrix, column-major, in its place, n pivots; 2 n^3 / 3 flops. i > 0 where U has a 0 at i.
int nb_blas_dgetrf(int n, double *a, int lda, int *pivots);
/// X in place of B with op(A) X = B, given P L U; op(A) is A or its transpose. 0 where done.
int nb_blas_dgetrs(bool transpose, int n, int columns, const double *a, int lda, const int *pivots, double *b, int ldb);
/// Eigenvalues of a symmetric n x n matrix, rising; with `vectors` an orthonormal eigenvector in each column of A, else A is
/// destroyed. room: at least 3 n doubles. 0 where done.
int nb_blas_dsyev(bool vectors, int n, double *a, int lda, double *values, double *room, int room_size);

#ifdef __cplusplus
}
#endif
#endif
