// Philox4x32-10 in eight lanes: key = (low word of the seed, replica), counter = (round low, round high, stream, high word of the
// seed). Words lie in the low halves of 64-bit lanes; what stands above them is never looked at before the end, because
// products take the low halves alone.

#define NL_LOW 0xFFFFFFFFUL

/// The two uniforms of a block, multiples of 2^-53 in [0, 1).
typedef struct {
  nl_v first, second;
} nl_pair;

/// ((x >> 5) 2^26 + (y >> 6)) 2^-53 for words x and y; both parts and their sum are exact.
NL_INLINE nl_v nl_uniform(nl_vu x, nl_vu y) {
#if NL_GATHERS
  nl_vu bits = ((x & 0xFFFFFFE0UL) << 21) | ((y & NL_LOW) >> 6);
  return __builtin_convertvector(bits, nl_v) * 0x1p-53;
#else
  nl_v high = nl_number((nl_vi)((x & NL_LOW) >> 5)), low = nl_number((nl_vi)((y & NL_LOW) >> 6));
  return (high * 0x1p26 + low) * 0x1p-53;
#endif
}

/// The key of each of ten rounds of the generator, its word that differs between replicas.
typedef struct {
  nl_vu words[10];
} nl_keys;

/// Those of eight replicas from `first` on.
NL_INLINE nl_keys nl_keys_of(uint32_t first) {
  nl_keys keys;
  for (int i = 0; i < 10; ++i) keys.words[i] = ((nl_vu)(nl_lane_numbers() + (long)first) & NL_LOW) + i * 0xBB67AE85UL;
  return keys;
}

NL_INLINE nl_pair nl_random(uint64_t seed, uint32_t stream, const nl_keys *keys, uint64_t round) {
  const nl_vu m0 = 0xD2511F53UL, m1 = 0xCD9E8D57UL;
  uint32_t k0 = (uint32_t)seed;
  nl_vu c0 = round & NL_LOW, c1 = round >> 32, c2 = stream, c3 = seed >> 32;
#pragma clang loop unroll(full)
  for (int i = 0; i < 10; ++i) {
    nl_vu p0 = (c0 & NL_LOW) * m0, p1 = (c2 & NL_LOW) * m1;
    c0 = (p1 >> 32) ^ c1 ^ (nl_vu)(uint64_t)k0;
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ keys->words[i];
    c3 = p0;
    k0 += 0x9E3779B9U;
  }
  return (nl_pair){nl_uniform(c0, c1), nl_uniform(c2, c3)};
}

static void nl_uniforms(uint64_t seed, uint32_t stream, uint32_t replica, uint64_t first, size_t count, double *out) {
  const nl_keys keys = nl_keys_of(replica);
  for (size_t i = 0; i < count; ++i) {
    nl_pair u = nl_random(seed, stream, &keys, first + i);
    __builtin_memcpy(out + 2 * NL_LANES * i, &u, sizeof u);
  }
}

static void nl_uniform_sums(
    uint64_t seed, uint32_t stream, uint32_t replica, size_t groups, uint64_t first, uint64_t last, double *sums) {
  for (size_t g = 0; g < groups; ++g) {
    const nl_keys keys = nl_keys_of(replica + (uint32_t)(NL_LANES * g));
    nl_v sum = 0.0;
    for (uint64_t t = first; t < last; ++t) {
      nl_pair u = nl_random(seed, stream, &keys, t);
      sum += u.first + u.second;
    }
    __builtin_memcpy(sums + NL_LANES * g, &sum, sizeof sum);
  }
}
