// exp, log, expm1 and pow on eight lanes. Polynomials are Chebyshev fits made for these intervals; errors in ULP are
// stated in CKernels.h and swept in the tests.

#define NB_LN2_HI 0x1.62e42fee00000p-1 /* 32 bits: k NB_LN2_HI is exact for |k| < 2^21 */
#define NB_LN2_LO 0x1.a39ef35793c76p-33
#define NB_LOG2_E 0x1.71547652b82fep+0
#define NB_SMALLEST_NORMAL 0x1p-1022
#define NB_INFINITY __builtin_inf()
#define NB_ROUND_MAGIC 0x1.8p52 /* adding and subtracting it rounds |x| < 2^51 to an integer */

/// 2^k for integral k in [-1022, 1023]; 0 for k = -1023; infinity for k = 1024.
NB_INLINE nb_v nb_power_of_two(nb_v k) { return nb_from_word(nb_word(k + (NB_ROUND_MAGIC + 1023.0)) << 52); }

/// p 2^k for integral k in [-2044, 2046], one rounding, subnormal results included, for p of any normal size where the
/// result is in range.
NB_INLINE nb_v nb_scale(nb_v p, nb_v k) {
  nb_v half = (k * 0.5 + NB_ROUND_MAGIC) - NB_ROUND_MAGIC;
  return (p * nb_power_of_two(half)) * nb_power_of_two(k - half);
}

/// e^r - 1 for |r| <= ln2/2 (1 + 5e-4): r + r^2 Q(r); fit error 8e-19 relative. Pairs of terms first (Estrin), because
/// the loops that use it wait for results rather than for free units.
NB_INLINE nb_v nb_expm1_reduced(nb_v r) {
  nb_v r2 = r * r, r4 = r2 * r2;
  nb_v q01 = nb_mul_add(r, (nb_v)0x1.5555555555557p-3, (nb_v)0.5);
  nb_v q23 = nb_mul_add(r, (nb_v)0x1.11111111100cep-7, (nb_v)0x1.5555555555556p-5);
  nb_v q45 = nb_mul_add(r, (nb_v)0x1.a01a01abef415p-13, (nb_v)0x1.6c16c16c162ccp-10);
  nb_v q67 = nb_mul_add(r, (nb_v)0x1.71de021a90822p-19, (nb_v)0x1.a01a01a6dcaffp-16);
  nb_v q89 = nb_mul_add(r, (nb_v)0x1.af4e196027428p-26, (nb_v)0x1.27e4db57442fbp-22);
  nb_v high = nb_mul_add(r2, (nb_v)0x1.1f731ea5352cap-29, q89);
  nb_v q = nb_mul_add(r4, nb_mul_add(r4, high, nb_mul_add(r2, q67, q45)), nb_mul_add(r2, q23, q01));
  return nb_mul_add(r2, q, r);
}

/// hi + lo = k ln2 + r. Returns r, and k (integral) through `power`. |hi| < 2^20.
NB_INLINE nb_v nb_reduce_exponent(nb_v hi, nb_v lo, nb_v *power) {
  nb_v k = (hi * NB_LOG2_E + NB_ROUND_MAGIC) - NB_ROUND_MAGIC;
  nb_v r = nb_mul_add(k, -NB_LN2_HI, hi);
  *power = k;
  return r + nb_mul_add(k, -NB_LN2_LO, lo);
}

/// e^(hi + lo) = p 2^k: returns p in [0.7, 1.42], k through `power`. |hi| < 2^20; lo is small against hi.
NB_INLINE nb_v nb_exp_parts(nb_v hi, nb_v lo, nb_v *power) {
  return 1.0 + nb_expm1_reduced(nb_reduce_exponent(hi, lo, power));
}

/// The same for e^x, |x| < 2^20.
NB_INLINE nb_v nb_exp_parts_of(nb_v x, nb_v *power) {
  nb_v k = (x * NB_LOG2_E + NB_ROUND_MAGIC) - NB_ROUND_MAGIC;
  nb_v r = nb_mul_add(k, (nb_v)-NB_LN2_LO, nb_mul_add(k, (nb_v)-NB_LN2_HI, x));
  *power = k;
  return 1.0 + nb_expm1_reduced(r);
}

/// e^x, every x; subnormal results are rounded once more.
NB_INLINE nb_v nb_exp(nb_v x) {
  nb_v k, p = nb_exp_parts_of(nb_at_most(nb_at_least(x, -800.0), 800.0), &k);
  return nb_scale(p, k);
}

/// e^x with results below the smallest normal double 0: the solver's exponential. NaN gives NaN.
NB_INLINE nb_v nb_exp_flush(nb_v x) {
  // At these bounds k is -1023, for which the power of two is 0, and 1024: infinity.
  nb_v k, p = nb_exp_parts_of(nb_at_most(nb_at_least(x, -709.0), 710.0), &k);
  nb_v value = p * nb_power_of_two(k);
  return nb_select(value < NB_SMALLEST_NORMAL, (nb_v)0.0, value);
}

/// 1 - e^-a for a >= 0 without cancellation: its relative error is that of a.
NB_INLINE nb_v nb_one_minus_exp(nb_v a) {
  nb_v k, r = nb_reduce_exponent(-nb_at_most(a, 60.0), 0.0, &k);
  nb_v scale = nb_power_of_two(k);
  return (1.0 - scale) - scale * nb_expm1_reduced(r);
}

/// x = 2^k m, m in [sqrt(1/2), sqrt(2)); x positive, finite or infinite (then m and k are finite and meaningless).
NB_INLINE nb_v nb_split_exponent(nb_v x, nb_v *power) {
  nb_vi tiny = x < NB_SMALLEST_NORMAL;
  nb_v scaled = nb_select(tiny, x * 0x1p54, x);
  nb_vu bits = nb_word(scaled);
  // Biased by 1024 so that the shift can be logical: AVX2 has no arithmetic one on 64 bits.
  nb_vu k = (bits - 0x3FE6A09E667F3BCDUL + (1024UL << 52)) >> 52;
  nb_v m = nb_from_word(bits - ((k - 1024UL) << 52));
  nb_v kd = nb_from_word(k + 0x4338000000000000UL) - (NB_ROUND_MAGIC + 1024.0);
  *power = nb_select(tiny, kd - 54.0, kd);
  return m;
}

/// log x for finite x > 0; finite for anything else.
NB_INLINE nb_v nb_log_positive(nb_v x) {
  nb_v k, m = nb_split_exponent(x, &k);
  nb_v f = m - 1.0;
  nb_v s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
  // log m = 2 atanh s = f - s (f - R) with R = 2 z (1/3 + z Q(z)): the leading f is exact.
  nb_v q01 = nb_mul_add(z, (nb_v)0x1.999999999999ep-3, (nb_v)0x1.5555555555555p-2);
  nb_v q23 = nb_mul_add(z, (nb_v)0x1.c71c71d7ea2cfp-4, (nb_v)0x1.249249248e528p-3);
  nb_v q45 = nb_mul_add(z, (nb_v)0x1.3b18b95437042p-4, (nb_v)0x1.745d09ef07fc1p-4);
  nb_v q67 = nb_mul_add(z, (nb_v)0x1.08792f79f52f8p-4, (nb_v)0x1.1018a101268bcp-4);
  nb_v q = nb_mul_add(z4, nb_mul_add(z2, q67, q45), nb_mul_add(z2, q23, q01));
  nb_v rest = s * (f - 2.0 * (z * q));
  return k * NB_LN2_HI + (f - (rest - k * NB_LN2_LO));
}

/// log x for x in [0, infinity]; NaN for negative x and NaN.
NB_INLINE nb_v nb_log(nb_v x) {
  nb_v value = nb_log_positive(x);
  value = nb_select(x == 0.0, (nb_v)-NB_INFINITY, value);
  value = nb_select(x == NB_INFINITY, (nb_v)NB_INFINITY, value);
  return nb_select(x >= 0.0, value, (nb_v)__builtin_nan(""));
}

/// log x = hi + lo to a relative error of 2^-65, for finite x > 0.
NB_INLINE nb_v nb_log_pair(nb_v x, nb_v *low) {
  nb_v k, m = nb_split_exponent(x, &k);
  nb_v f = m - 1.0, d = 2.0 + f, d_low = f - (d - 2.0);
  nb_v inverse = 1.0 / d;
  nb_v s = f * inverse;
  nb_v sd = s * d;
  nb_v s_low = inverse * (((f - sd) - nb_product_error(s, d, sd)) - s * d_low);
  nb_v z = s * s, z_low = nb_mul_add(2.0 * s, s_low, nb_product_error(s, s, z));
  nb_v q = 0x1.e02fc68c381f4p-5;
  q = nb_mul_add(q, z, 0x1.df7ca8236e9e1p-5);
  q = nb_mul_add(q, z, 0x1.1118c8814a0b1p-4);
  q = nb_mul_add(q, z, 0x1.3b1395cf37e45p-4);
  q = nb_mul_add(q, z, 0x1.745d177a9cebap-4);
  q = nb_mul_add(q, z, 0x1.c71c71c6ea994p-4);
  q = nb_mul_add(q, z, 0x1.2492492492522p-3);
  q = nb_mul_add(q, z, 0x1.999999999999ap-3);
  // u = z (1/3 + z Q), then log m = 2 (s + s u): every product and sum with its rounding error but z Q, which is small.
  const nb_v third = 0x1.5555555555555p-2, third_low = 0x1.5555555555555p-56;
  nb_v t = z * q;
  nb_v p = third + t, p_low = nb_mul_add(z_low, q, ((third - p) + t) + third_low);
  nb_v u = z * p, u_low = nb_mul_add(z_low, p, nb_mul_add(z, p_low, nb_product_error(z, p, u)));
  nb_v v = s * u;
  nb_v v_low = nb_mul_add(s_low, u, nb_mul_add(s, u_low, nb_product_error(s, u, v)));
  nb_v h = s + v, l = ((s - h) + v) + (v_low + s_low);
  nb_v base = k * NB_LN2_HI; // exact
  h = 2.0 * h;
  l = 2.0 * l;
  nb_v sum = base + h;
  nb_v sum_low = ((base - sum) + h) + nb_mul_add(k, NB_LN2_LO, l);
  nb_v hi = sum + sum_low;
  *low = (sum - hi) + sum_low;
  return hi;
}

/// e^(y (high + low)) = p 2^k: p in [0.7, 1.42], k clamped to +-2044 (so that nb_scale(a p, k) is right for every normal
/// factor a, also where the power alone leaves the double range).
NB_INLINE nb_v nb_exp_of_product(nb_v high, nb_v low, nb_v y, nb_v *power) {
  y = nb_at_most(nb_at_least(y, -0x1p80), 0x1p80); // beyond, the result is 0, 1 or infinity all the same
  nb_v product = y * high;
  nb_v product_low = nb_mul_add(y, low, nb_product_error(y, high, product));
  nb_vi out = nb_magnitude(product) > 1417.0;
  product_low = nb_select(out, (nb_v)0.0, product_low);
  product = nb_at_most(nb_at_least(product, -1417.0), 1417.0);
  return nb_exp_parts(product, product_low, power);
}

/// x^y = p 2^k for finite x > 0 and finite y, as above.
NB_INLINE nb_v nb_pow_parts(nb_v x, nb_v y, nb_v *power) {
  nb_v low, high = nb_log_pair(x, &low);
  return nb_exp_of_product(high, low, y, power);
}

/// x, or what the logarithm may be given in its place where it is 0, negative, infinite or NaN.
NB_INLINE nb_v nb_pow_base(nb_v x) {
  // Not (x > 0) & (x < infinity): compilers make an integer test of that, which costs more and, on AVX-512, ties each
  // round of the loop to the one before through a register.
  return nb_select(x > 0.0, nb_at_most(x, 0x1.fffffffffffffp+1023), (nb_v)1.0);
}

/// x^y given its value where x is a positive number; pow(0, y) is 0, 1, infinity for y > 0, = 0, < 0. NaN for negative x.
NB_INLINE nb_v nb_pow_edges(nb_v x, nb_v y, nb_v value) {
  nb_v edge = nb_select((x == 0.0) ^ (y < 0.0), (nb_v)0.0, (nb_v)NB_INFINITY); // x is 0 or infinity
  value = nb_select((x == 0.0) | (x == NB_INFINITY), edge, value);
  value = nb_select((y == 0.0) | (x == 1.0), (nb_v)1.0, value);
  return nb_select((x >= 0.0) & (y == y), value, x + y + (nb_v)__builtin_nan(""));
}

/// x^y for every x and y.
NB_INLINE nb_v nb_pow(nb_v x, nb_v y) {
  nb_v k, p = nb_pow_parts(nb_pow_base(x), y, &k);
  return nb_pow_edges(x, y, nb_scale(p, k));
}
