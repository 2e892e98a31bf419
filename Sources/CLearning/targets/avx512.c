// x86-64 with AVX-512 F, DQ, VL and BW.
#if defined(__x86_64__)
#include <immintrin.h> // before the attribute: its functions have their own
#include <math.h>
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2"))), apply_to = function)
#define NL_GATHERS 1 /* one instruction for eight loads */
#define NL_SCANS 1
#include "../bodies/table-inl.h"
#pragma clang attribute pop

extern const nl_kernels nl_avx512_kernels;
const nl_kernels nl_avx512_kernels = NL_TABLE("avx512");
#endif
