// Detects the processor once and fills one table per target it can run, portable entries first.

#include "../include/CKernels.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void nb_fill_portable(nb_kernels *table);
#if defined(__x86_64__)
void nb_fill_avx2(nb_kernels *table);
void nb_fill_avx512(nb_kernels *table);
#elif defined(__aarch64__)
void nb_fill_neon(nb_kernels *table);
#endif

typedef struct {
  const char *name;
  void (*fill)(nb_kernels *);
  bool (*runs_here)(void);
} nb_target;

static bool always(void) { return true; }
#if defined(__x86_64__)
static bool has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
static bool has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}
#endif
static bool __attribute__((unused)) never(void) { return false; }

// Slowest first: the last one that runs here is the default.
static const nb_target targets[] = {
    {"portable", nb_fill_portable, always},
#if defined(__x86_64__)
    {"neon", NULL, never},
    {"avx2", nb_fill_avx2, has_avx2},
    {"avx512", nb_fill_avx512, has_avx512},
#elif defined(__aarch64__)
    {"avx2", NULL, never},
    {"avx512", NULL, never},
    {"neon", nb_fill_neon, always},
#endif
};
enum { target_count = sizeof targets / sizeof targets[0] };

static nb_kernels tables[target_count];
static bool available[target_count];
static const char *names[target_count + 1];
static const nb_kernels *active;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void detect(void) {
  const char *forced = getenv("NASHBENCH_KERNEL");
  for (size_t i = 0; i < target_count; ++i) {
    names[i] = targets[i].name;
    nb_fill_portable(&tables[i]);
    available[i] = targets[i].runs_here();
    if (!available[i]) continue;
    targets[i].fill(&tables[i]);
    if (forced == NULL || *forced == 0 || strcmp(forced, targets[i].name) == 0) active = &tables[i];
  }
}

const nb_kernels *nb_active_kernels(void) {
  pthread_once(&once, detect);
  return active;
}

const nb_kernels *nb_kernels_named(const char *name) {
  pthread_once(&once, detect);
  for (size_t i = 0; i < target_count; ++i)
    if (available[i] && strcmp(name, targets[i].name) == 0) return &tables[i];
  return NULL;
}

const char *const *nb_kernel_names(void) {
  pthread_once(&once, detect);
  return names;
}
