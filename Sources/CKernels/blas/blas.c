// Calls into OpenBLAS, which is loaded when the first of them is wanted and not before: its start (threads, processor
// detection, buffers) costs more than the whole of a short command that has no use for it.

#include "../include/CKernels.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

// The functions used, as OpenBLAS declares them (32-bit integers; LAPACK by address, strings' lengths left out).
static struct {
  char *(*openblas_get_config)(void);
  char *(*openblas_get_corename)(void);
  void (*openblas_set_num_threads)(int threads);
  void (*cblas_dgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha, const double *a, int lda,
                      const double *b, int ldb, double beta, double *c, int ldc);
  void (*dpotrf_)(const char *triangle, const int *n, double *a, const int *lda, int *info);
  void (*dpotri_)(const char *triangle, const int *n, double *a, const int *lda, int *info);
  void (*dpotrs_)(const char *triangle, const int *n, const int *columns, const double *a, const int *lda, double *b,
                  const int *ldb, int *info);
  void (*dgetrf_)(const int *m, const int *n, double *a, const int *lda, int *pivots, int *info);
  void (*dgetrs_)(const char *transpose, const int *n, const int *columns, const double *a, const int *lda,
                  const int *pivots, double *b, const int *ldb, int *info);
  void (*dsyev_)(const char *job, const char *triangle, const int *n, double *a, const int *lda, double *values,
                 double *room, const int *room_size, int *info);
} blas;

// Where the system's loader may know it: the name of its ABI first, then that of the development package.
static const char *const library_names[] = {
#if defined(__APPLE__)
    "libopenblas.dylib",
#else
    "libopenblas.so.0", "libopenblas.so",
#endif
};

static nb_blas_status status = NB_BLAS_NOT_FOUND;
static char message[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void keep_message(const char *text) { snprintf(message, sizeof message, "%s", text == NULL ? "" : text); }

static void *open_library(void) {
  const char *named = getenv("NASHBENCH_BLAS");
  const bool is_named = named != NULL && *named != 0;
  const size_t count = is_named ? 1 : sizeof library_names / sizeof library_names[0];
  for (size_t i = 0; i < count; ++i) {
    void *library = dlopen(is_named ? named : library_names[i], RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) return library;
    if (i == 0) keep_message(dlerror()); // of the name that is expected
  }
  return NULL;
}

// Fills one pointer; false where the library lacks the function.
static bool find(void *library, const char *name, void *pointer) {
  void *symbol = dlsym(library, name);
  *(void **)pointer = symbol;
  if (symbol == NULL) keep_message(dlerror());
  return symbol != NULL;
}

// The library stays loaded to the end of the process: its threads may run until then.
static void load(void) {
  void *library = open_library();
  if (library == NULL) return;
#define FIND(function) find(library, #function, &blas.function)
  const bool is_complete = FIND(openblas_get_config) && FIND(openblas_get_corename) && FIND(openblas_set_num_threads) &&
                           FIND(cblas_dgemm) && FIND(dpotrf_) && FIND(dpotri_) && FIND(dpotrs_) && FIND(dgetrf_) && FIND(dgetrs_) &&
                           FIND(dsyev_);
#undef FIND
  status = is_complete ? NB_BLAS_READY : NB_BLAS_INCOMPLETE;
}

nb_blas_status nb_blas_load(void) {
  pthread_once(&once, load);
  return status;
}

const char *nb_blas_message(void) { return message; }

const char *nb_blas_configuration(void) { return blas.openblas_get_config(); }
const char *nb_blas_core(void) { return blas.openblas_get_corename(); }
void nb_blas_set_threads(int threads) { blas.openblas_set_num_threads(threads); }

void nb_blas_dgemm(bool transpose_a, bool transpose_b, int m, int n, int k, double alpha, const double *a, int lda, const double *b,
                   int ldb, double beta, double *c, int ldc) {
  enum { column_major = 102, as_it_is = 111, transposed = 112 };
  blas.cblas_dgemm(column_major, transpose_a ? transposed : as_it_is, transpose_b ? transposed : as_it_is, m, n, k, alpha, a, lda, b,
                   ldb, beta, c, ldc);
}

int nb_blas_dpotrf(int n, double *a, int lda) {
  int info = 0;
  blas.dpotrf_("L", &n, a, &lda, &info);
  return info;
}

int nb_blas_dpotri(int n, double *a, int lda) {
  int info = 0;
  blas.dpotri_("L", &n, a, &lda, &info);
  return info;
}

int nb_blas_dpotrs(int n, int columns, const double *a, int lda, double *b, int ldb) {
  int info = 0;
  blas.dpotrs_("L", &n, &columns, a, &lda, b, &ldb, &info);
  return info;
}

int nb_blas_dgetrf(int n, double *a, int lda, int *pivots) {
  int info = 0;
  blas.dgetrf_(&n, &n, a, &lda, pivots, &info);
  return info;
}

int nb_blas_dgetrs(bool transpose, int n, int columns, const double *a, int lda, const int *pivots, double *b, int ldb) {
  int info = 0;
  blas.dgetrs_(transpose ? "T" : "N", &n, &columns, a, &lda, pivots, b, &ldb, &info);
  return info;
}

int nb_blas_dsyev(bool vectors, int n, double *a, int lda, double *values, double *room, int room_size) {
  int info = 0;
  blas.dsyev_(vectors ? "V" : "N", "L", &n, a, &lda, values, room, &room_size, &info);
  return info;
}
