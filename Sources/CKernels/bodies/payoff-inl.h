// Marginal payoffs, Jacobian, payoffs and the certificate's pass: everything that evaluates a given profile.
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

/// dc/dx = c rho x^(rho - 1).
NB_INLINE nb_v nb_marginal_cost(nb_v x, nb_v cost, nb_v rho) { return nb_scaled_pow(cost * rho, x, rho - 1.0); }

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

static void nb_jacobian_vector(size_t n, const double *diagonal, const double *factor, const double *v, double v_sum,
                               double *out) {
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_v d = nb_load_some(diagonal + i, n - i, 0.0), u = nb_load_some(factor + i, n - i, 0.0);
    nb_store_some(out + i, n - i, nb_mul_add(d, nb_load_some(v + i, n - i, 0.0), u * v_sum));
  }
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

static void nb_certificate_pass(size_t n, const double *effort, const double *cost, const double *exponent,
                                size_t stride, const nb_price *at, const nb_price *at_step, double step,
                                nb_certificate_sums *sums, double *payoff, double *revenue, double *gain) {
  nb_v residual = 0.0, floor = 0.0, excess = -NB_INFINITY, worst = 0.0, unresolved = 0.0;
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const double inverse_price = 1.0 / at->price;
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_cells c = nb_load_cells(i, n - i, effort, cost, exponent, stride);
    nb_vi active = c.x > 0.0;
    nb_v r = c.rho - 1.0;
    // Zero stands for any effort below the double range: judge it by the marginal payoff at the edge of the range.
    nb_v m = nb_marginal_cost(nb_select(active, c.x, (nb_v)NB_SMALLEST_NORMAL), c.cost, c.rho);
    nb_v drop = c.x * at->slope;
    nb_v g = (at->price + drop) - m;
    nb_v relative = nb_magnitude(g) * inverse_price;
    nb_v corner = nb_select(g <= 0.0, (nb_v)0.0, nb_select(r > 0.0, (nb_v)1.0, relative));
    relative = nb_select(active, relative, corner);
    // NaN and negative efforts must not pass as small residuals.
    nb_vi sound = (c.x >= 0.0) & (relative == relative);
    relative = nb_select(sound, relative, (nb_v)NB_INFINITY);
    // T of a cell at 0 holds its cost only where that is linear.
    nb_v cost_term = nb_select(active | (r == 0.0), m, (nb_v)0.0);
    nb_v rounding = (0x1p-49 * inverse_price) * (at->price + nb_magnitude(drop) + cost_term); // 8 eps T/P
    nb_v above = relative - rounding;
    above = nb_select(above == above, above, (nb_v)NB_INFINITY);
    // The marginal payoff at x + step is at most that of the revenue there less the marginal cost here.
    nb_v y = c.x + step;
    nb_vi before_step = nb_mul_add(y, at_step->slope, (nb_v)at_step->price) - m <= 0.0;
    // At 2 x it is at most g - m (2^r - 1), and 2^r - 1 >= r ln 2.
    nb_vi before_double = active & (g <= (0.69 * r) * m);
    nb_v reach = nb_select(before_double, c.x, nb_select(before_step, (nb_v)step, (nb_v)__builtin_nan("")));
    nb_v bound = nb_select(sound, nb_select(g > 0.0, g * reach, -g * c.x), (nb_v)__builtin_nan(""));
    nb_v pay = nb_select(c.x == 0.0, (nb_v)0.0, nb_payoff_of(c.x, c.rho, m, at->price));
    nb_v income = c.x * at->price;
    nb_store_some(payoff + i, n - i, pay);
    nb_store_some(revenue + i, n - i, income);
    nb_store_some(gain + i, n - i, bound);
    // Lanes past the end repeat cell i: harmless for maxima, masked for the count.
    nb_vi higher = relative > residual;
    nb_v index = nb_select(lane < (double)(n - i), lane + (double)i, (nb_v)(double)i);
    worst = nb_select(higher, index, worst);
    residual = nb_select(higher, relative, residual);
    floor = nb_select(rounding > floor, rounding, floor);
    excess = nb_select(above > excess, above, excess);
    nb_vi failed = (bound != bound) & (lane < (double)(n - i));
    unresolved += nb_select(failed, (nb_v)1.0, (nb_v)0.0);
  }
  sums->residual = nb_max_lanes(residual);
  sums->floor = nb_max_lanes(floor);
  sums->excess = nb_max_lanes(excess);
  sums->unresolved = (size_t)nb_sum_lanes(unresolved);
  sums->worst = 0;
  for (int j = NB_LANES - 1; j >= 0; --j)
    if (residual[j] == sums->residual) sums->worst = (size_t)worst[j];
}
