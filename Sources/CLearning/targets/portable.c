// No instruction set beyond the platform's baseline.
#pragma STDC FP_CONTRACT OFF
#define NL_GATHERS 0
#define NL_SCANS 0
#include "../bodies/table-inl.h"

extern const nl_kernels nl_portable_kernels;
const nl_kernels nl_portable_kernels = NL_TABLE("portable");
