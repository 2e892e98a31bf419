// AArch64, whose baseline has NEON.
#if defined(__aarch64__)
#pragma STDC FP_CONTRACT OFF
#define NL_GATHERS 0
#define NL_SCANS 0
#include "../bodies/table-inl.h"

extern const nl_kernels nl_neon_kernels;
const nl_kernels nl_neon_kernels = NL_TABLE("neon");
#endif
