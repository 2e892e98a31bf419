// Marginal payoffs, Jacobian and payoffs of a given profile.
// Written on efforts and the three numbers P, P', P''; the solver's pass (share-inl.h) works on shares and logarithms
// instead, so the two check each other.

/// a x^y for a > 0 and x >= 0; the factor a goes in before the last scaling, so that only the result can overflow.
NB_INLINE nb_v nb_scaled_pow(nb_v a, nb_v x, nb_v y) {
  nb_v inside = nb_select(x > 0.0, x, (nb_v)1.0);
  nb_v k, p = nb_pow_parts(inside, y, &k);
  nb_v value = nb_scale(a * p, k);
  nb_v at_zero = nb_select(y > 0.0, (nb_v)0.0, nb_select(y < 0.0, (nb_v)NB_INFINITY, a));
  return nb_select(x > 0.0, value, at_zero);
}

/// One vector of cells, exponents loaded or shared.
typedef struct {
  nb_v x, cost, rho;
} nb_cells;

NB_INLINE nb_cells nb_load_cells(size_t i, size_t count, const double *effort, const double *cost,
                                 const double *exponent, size_t stride) {
  nb_cells cells;
  cells.x = nb_load_some(effort + i, count, effort[i]);
  cells.cost = nb_load_some(cost + i, count, cost[i]);
  cells.rho = stride ? nb_load_some(exponent + i, count, exponent[i]) : (nb_v)exponent[0];
  return cells;
}

/// f - log(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)): the part of the logarithm that is of second order in f.
/// log(1 + f) = 2 atanh s = f - s (f - 2 z Q(z)) with s = f/(2 + f), z = s^2.
NB_INLINE nb_v nb_log_rest(nb_v f) {
  nb_v s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
  nb_v q01 = nb_mul_add(z, (nb_v)0x1.999999999999ep-3, (nb_v)0x1.5555555555555p-2);
  nb_v q23 = nb_mul_add(z, (nb_v)0x1.c71c71d7ea2cfp-4, (nb_v)0x1.249249248e528p-3);
  nb_v q45 = nb_mul_add(z, (nb_v)0x1.3b18b95437042p-4, (nb_v)0x1.745d09ef07fc1p-4);
  nb_v q67 = nb_mul_add(z, (nb_v)0x1.08792f79f52f8p-4, (nb_v)0x1.1018a101268bcp-4);
  nb_v q = nb_mul_add(z4, nb_mul_add(z2, q67, q45), nb_mul_add(z2, q23, q01));
  return s * (f - 2.0 * (z * q));
}

/// log x for 2^-1022 <= x < infinity as high + low: with x = 2^k (1 + f) the sum k ln2 + f is kept with its rounding error, and
/// only log(1 + f) - f, at most 0.07 in size, is known to a double's precision. k (of size 1023 and more for any other x) through
/// `power`.
NB_INLINE nb_v nb_near_log(nb_v x, nb_v *low, nb_v *power) {
  nb_vu bits = nb_word(x);
  nb_vu biased = (bits - 0x3FE6A09E667F3BCDUL + (1024UL << 52)) >> 52;
  nb_v m = nb_from_word(bits - ((biased - 1024UL) << 52));
  nb_v k = nb_from_word(biased + 0x4338000000000000UL) - (NB_ROUND_MAGIC + 1024.0);
  nb_v f = m - 1.0, base = k * NB_LN2_HI; // both exact
  nb_v high = base + f;
  *low = ((base - high) + f) - (nb_log_rest(f) - k * NB_LN2_LO);
  *power = k;
  return high;
}

/// a e^(y (high + low)), |y (high + low)| <= 700; y (high + low) through `whole`.
NB_INLINE nb_v nb_near_exp(nb_v a, nb_v high, nb_v low, nb_v y, nb_v *whole) {
  nb_v product = y * high, product_low = nb_mul_add(y, low, nb_product_error(y, high, product));
  *whole = product + product_low;
  nb_v power = (*whole * NB_LOG2_E + NB_ROUND_MAGIC) - NB_ROUND_MAGIC;
  nb_v r = nb_mul_add(power, -NB_LN2_HI, product) + nb_mul_add(power, -NB_LN2_LO, product_low);
  nb_v e = nb_power_of_two(power);
  return a * nb_mul_add(e, nb_expm1_reduced(r), e);
}

/// a x^y for a > 0 where all lanes have 2^-1022 <= x < infinity, |y| <= 8 and |y log x| <= 700; `*fits` false otherwise.
/// Error: 1.3 ULP up to |y| = 4, 2 ULP up to 8 (the largest of 10^6 points). A logarithm rounded as a whole would leave
/// |y log x| ULP; one held in two doubles takes twice the time.
NB_INLINE nb_v nb_near_pow(nb_v a, nb_v x, nb_v y, bool *fits) {
  nb_v low, k, whole, high = nb_near_log(x, &low, &k), value = nb_near_exp(a, high, low, y, &whole);
  *fits = nb_all((x >= NB_SMALLEST_NORMAL) & (x < NB_INFINITY) & (nb_magnitude(y) <= 8.0) & (nb_magnitude(whole) <= 700.0));
  return value;
}

/// x^y where all lanes have 2^-1022 <= x < infinity, |y| <= 8 and |y log2 x| <= 1000; `*fits` false otherwise. With x = 2^k m the whole
/// part of y k goes into the exponent and what is left is kept by a fused product, so that the error does not grow with
/// |log x|: 1.4 ULP up to |y| = 1, 5.6 up to 8, the largest of 2 10^6 points (`portable`: up to |y k|/4 more). Two thirds of the work of
/// nb_near_pow.
NB_INLINE nb_v nb_short_pow(nb_v x, nb_v y, bool *fits) {
  nb_vu bits = nb_word(x);
  nb_vu biased = (bits - 0x3FE6A09E667F3BCDUL + (1024UL << 52)) >> 52;
  nb_v m = nb_from_word(bits - ((biased - 1024UL) << 52));
  nb_v k = nb_from_word(biased + 0x4338000000000000UL) - (NB_ROUND_MAGIC + 1024.0);
  nb_v f = m - 1.0, s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
  // log2 m = 2/ln2 atanh s = s (2/ln2 + z ...), m in [sqrt(1/2), sqrt(2)); fit error 1.2e-18.
  nb_v l01 = nb_mul_add(z, (nb_v)0x1.ec709dc3a047ep-1, (nb_v)0x1.71547652b82fep+1);
  nb_v l23 = nb_mul_add(z, (nb_v)0x1.a61762d6d0fb9p-2, (nb_v)0x1.2776c50ee37b1p-1);
  nb_v l45 = nb_mul_add(z, (nb_v)0x1.0ca165d33d80cp-2, (nb_v)0x1.484afb60c8f83p-2);
  nb_v l67 = nb_mul_add(z, (nb_v)0x1.b59eb81d6acc2p-3, (nb_v)0x1.c46cf0ffd1e56p-3);
  nb_v log2_m = nb_mul_add(z4, nb_mul_add(z2, l67, l45), nb_mul_add(z2, l23, l01));
  nb_v whole = (y * k + NB_ROUND_MAGIC) - NB_ROUND_MAGIC;
  nb_v t = nb_mul_add(y * s, log2_m, nb_mul_add(y, k, -whole));
  nb_v step = (t + NB_ROUND_MAGIC) - NB_ROUND_MAGIC, r = t - step, r2 = r * r, r4 = r2 * r2;
  // 2^r = 1 + r (ln2 + r ...), |r| <= 1/2; fit error 7e-18.
  nb_v e01 = nb_mul_add(r, (nb_v)0x1.ebfbdff82c598p-3, (nb_v)0x1.62e42fefa39efp-1);
  nb_v e23 = nb_mul_add(r, (nb_v)0x1.3b2ab6fba1d76p-7, (nb_v)0x1.c6b08d704a0c2p-5);
  nb_v e45 = nb_mul_add(r, (nb_v)0x1.430913098a106p-13, (nb_v)0x1.5d87fe78a524bp-10);
  nb_v e67 = nb_mul_add(r, (nb_v)0x1.62bfd427a44e9p-20, (nb_v)0x1.ffcbfc6724283p-17);
  nb_v e89 = nb_mul_add(r, (nb_v)0x1.e606dee7e5577p-28, (nb_v)0x1.b524faa21725ep-24);
  nb_v high = nb_mul_add(r4, nb_mul_add(r2, (nb_v)0x1.e9d48637d76acp-32, e89), nb_mul_add(r2, e67, e45));
  nb_v value = nb_mul_add(r, nb_mul_add(r4, high, nb_mul_add(r2, e23, e01)), (nb_v)1.0);
  whole += step;
  *fits = nb_all((x >= NB_SMALLEST_NORMAL) & (x < NB_INFINITY) & (nb_magnitude(y) <= 8.0) & (nb_magnitude(whole) <= 1000.0));
  return value * nb_power_of_two(whole);
}

/// dc/dx = c rho x^(rho - 1).
NB_INLINE nb_v nb_marginal_cost(nb_v x, nb_v cost, nb_v rho) {
  bool fits;
  nb_v near = nb_near_pow(cost * rho, x, rho - 1.0, &fits);
  return __builtin_expect(fits, 1) ? near : nb_scaled_pow(cost * rho, x, rho - 1.0);
}

static void nb_marginal_payoff(size_t n, const double *effort, const double *cost, const double *exponent, size_t stride,
                               const nb_price *at, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_cells c = nb_load_cells(i, n - i, effort, cost, exponent, stride);
    nb_v g = nb_mul_add(c.x, at->slope, at->price) - nb_marginal_cost(c.x, c.cost, c.rho);
    nb_store_some(out + i, n - i, g);
  }
}

static void nb_jacobian(size_t n, const double *effort, const double *cost, const double *exponent, size_t stride,
                        const nb_price *at, double *diagonal, double *factor) {
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_cells c = nb_load_cells(i, n - i, effort, cost, exponent, stride);
    nb_v r = c.rho - 1.0;
    nb_v bend = nb_scaled_pow(c.cost * c.rho * r, c.x, r - 1.0); // c rho (rho - 1) x^(rho - 2)
    bend = nb_select(r == 0.0, (nb_v)0.0, bend);
    nb_store_some(diagonal + i, n - i, at->slope - bend);
    nb_store_some(factor + i, n - i, nb_mul_add(c.x, at->curvature, at->slope));
  }
}

/// d v + u v_sum for `count` cells from i on.
NB_INLINE nb_v nb_jacobian_cells(size_t i, size_t count, const double *diagonal, const double *factor, const double *v,
                                 double v_sum) {
  nb_v d = nb_load_some(diagonal + i, count, 0.0), u = nb_load_some(factor + i, count, 0.0);
  return nb_mul_add(d, nb_load_some(v + i, count, 0.0), u * v_sum);
}

/// Arrays of 16 MB and more are written past the cache: their lines need not be read first, a fifth of all traffic.
static void nb_jacobian_vector(size_t n, const double *diagonal, const double *factor, const double *v, double v_sum,
                               double *out) {
  const size_t large = (size_t)1 << 21;
  size_t i = 0;
  if (n >= large) {
    size_t head = (64 - (uintptr_t)out % 64) % 64 / sizeof(double); // cells before the first full line
    if (head > 0) nb_store_tail(out, head, nb_jacobian_cells(0, head, diagonal, factor, v, v_sum));
    for (i = head; i + NB_LANES <= n; i += NB_LANES)
      __builtin_nontemporal_store(nb_jacobian_cells(i, NB_LANES, diagonal, factor, v, v_sum), (nb_v *)(out + i));
    __atomic_thread_fence(__ATOMIC_SEQ_CST); // such stores are ordered by a fence only
  }
  for (; i < n; i += NB_LANES) nb_store_some(out + i, n - i, nb_jacobian_cells(i, n - i, diagonal, factor, v, v_sum));
}

/// x (P - c x^(rho - 1)): the cost as marginal cost over rho, so that one power serves both.
NB_INLINE nb_v nb_payoff_of(nb_v x, nb_v rho, nb_v marginal_cost, nb_v price) {
  return x * (price - marginal_cost / rho);
}

static void nb_payoff(size_t n, const double *effort, const double *cost, const double *exponent, size_t stride,
                      const nb_price *at, double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_cells c = nb_load_cells(i, n - i, effort, cost, exponent, stride);
    nb_v m = nb_marginal_cost(c.x, c.cost, c.rho);
    nb_store_some(out + i, n - i, nb_select(c.x == 0.0, (nb_v)0.0, nb_payoff_of(c.x, c.rho, m, at->price)));
  }
}
