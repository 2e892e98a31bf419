// The tables of the targets that this build has, by name.

#include "../include/CLearning.h"
#include <string.h>

extern const nl_kernels nl_portable_kernels;
#if defined(__x86_64__)
extern const nl_kernels nl_avx2_kernels, nl_avx512_kernels;
#elif defined(__aarch64__)
extern const nl_kernels nl_neon_kernels;
#endif

static const nl_kernels *const tables[] = {
    &nl_portable_kernels,
#if defined(__x86_64__)
    &nl_avx2_kernels,
    &nl_avx512_kernels,
#elif defined(__aarch64__)
    &nl_neon_kernels,
#endif
};

const nl_kernels *nl_kernels_named(const char *name) {
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; ++i)
    if (strcmp(name, tables[i]->name) == 0) return tables[i];
  return NULL;
}

const nl_kernels *nl_portable(void) { return &nl_portable_kernels; }
