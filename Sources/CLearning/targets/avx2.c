// x86-64 with AVX2.
#if defined(__x86_64__)
#include <math.h> // before the attribute: what the library declares is not compiled for the target
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define NL_GATHERS 0
#define NL_SCANS 0
#include "../bodies/table-inl.h"
#pragma clang attribute pop

extern const nl_kernels nl_avx2_kernels;
const nl_kernels nl_avx2_kernels = NL_TABLE("avx2");
#endif
