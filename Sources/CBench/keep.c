// The barrier and the compiler's name.

#include "include/CBench.h"

__attribute__((noinline)) void nb_bench_keep(const void *result) { __asm__ volatile("" : : "r"(result) : "memory"); }

const char *nb_bench_compiler(void) { return __VERSION__; }
