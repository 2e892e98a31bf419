// The certificate's pass: what a run of cells shows of a given profile.
//
// Most vectors are plain: every effort is positive and every marginal payoff g is either negative or proved negative at
// 2 x, so that the gain is at most |g| x. They take a short way; the others (idle creators, gains that need the price
// further on, what is no effort at all) take the long one. Both give the same numbers where both apply.

typedef struct {
  nb_v residual, floor, excess, worst, unresolved;
} nb_certificate_lanes;

/// The topic as every vector of cells needs it.
typedef struct {
  nb_v price, slope, inverse_price, rounding_unit; // rounding_unit = 8 eps/P
  nb_v next_price, next_slope, step;
} nb_certificate_point;

NB_INLINE void nb_note_cells(nb_certificate_lanes *lanes, nb_v relative, nb_v rounding, nb_v above, nb_v index) {
  nb_vi higher = relative > lanes->residual;
  lanes->worst = nb_select(higher, index, lanes->worst);
  lanes->residual = nb_select(higher, relative, lanes->residual);
  lanes->floor = nb_select(rounding > lanes->floor, rounding, lanes->floor);
  lanes->excess = nb_select(above > lanes->excess, above, lanes->excess);
}

/// Any cells. `live` marks the lanes that hold one; the others repeat the first, which is harmless for maxima.
NB_INLINE nb_v nb_certify_any(nb_cells c, nb_v index, nb_vi live, const nb_certificate_point *at,
                              nb_certificate_lanes *lanes) {
  nb_vi active = c.x > 0.0;
  nb_v r = c.rho - 1.0;
  // Zero stands for any effort below the double range: judge it by the marginal payoff at the edge of the range.
  nb_v m = nb_marginal_cost(nb_select(active, c.x, (nb_v)NB_SMALLEST_NORMAL), c.cost, c.rho);
  nb_v drop = c.x * at->slope;
  nb_v g = (at->price + drop) - m;
  nb_v relative = nb_magnitude(g) * at->inverse_price;
  nb_v corner = nb_select(g <= 0.0, (nb_v)0.0, nb_select(r > 0.0, (nb_v)1.0, relative));
  relative = nb_select(active, relative, corner);
  // NaN and negative efforts must not pass as small residuals.
  nb_vi sound = (c.x >= 0.0) & (relative == relative);
  relative = nb_select(sound, relative, (nb_v)NB_INFINITY);
  // T of a cell at 0 holds its cost only where that is linear.
  nb_v cost_term = nb_select(active | (r == 0.0), m, (nb_v)0.0);
  nb_v rounding = at->rounding_unit * ((at->price + nb_magnitude(drop)) + cost_term); // 8 eps T/P
  nb_v above = relative - rounding;
  above = nb_select(above == above, above, (nb_v)NB_INFINITY);
  nb_note_cells(lanes, relative, rounding, above, nb_select(live, index, (nb_v)index[0]));
  // The marginal payoff at x + step is at most that of the revenue there less the marginal cost here.
  nb_v y = c.x + at->step;
  nb_vi before_step = nb_mul_add(y, at->next_slope, at->next_price) - m <= 0.0;
  // At 2 x it is at most g - m (2^r - 1), and 2^r - 1 >= r ln 2.
  nb_vi before_double = active & (g <= (0.69 * r) * m);
  nb_v reach = nb_select(before_double, c.x, nb_select(before_step, at->step, (nb_v)__builtin_nan("")));
  nb_v bound = nb_select(sound, nb_select(g > 0.0, g * reach, -g * c.x), (nb_v)__builtin_nan(""));
  lanes->unresolved += nb_select((bound != bound) & live, (nb_v)1.0, (nb_v)0.0);
  return bound;
}

enum nb_certificate_form { nb_certify_each, nb_certify_shared, nb_certify_quadratic };

NB_INLINE void nb_certificate_loop(size_t n, const double *effort, const double *cost, const double *exponent,
                                   enum nb_certificate_form form, const nb_certificate_point *at,
                                   nb_certificate_lanes *lanes, double *payoff, double *revenue, double *gain) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const bool each = form == nb_certify_each;
  const nb_v inverse_rho = 1.0 / exponent[0];
  nb_v index = lane;
  for (size_t i = 0; i < n; i += NB_LANES, index += (double)NB_LANES) {
    size_t count = n - i;
    nb_cells c = nb_load_cells(i, count, effort, cost, exponent, each);
    nb_v m = form == nb_certify_quadratic ? (2.0 * c.cost) * c.x : nb_marginal_cost(c.x, c.cost, c.rho);
    nb_v pay = c.x * (at->price - (each ? m / c.rho : m * inverse_rho));
    nb_v drop = c.x * at->slope;
    nb_v g = (at->price + drop) - m, size = nb_magnitude(g);
    nb_v bound = size * c.x;
    // NaN is on neither side of a comparison, so it is never plain.
    if (__builtin_expect(count >= NB_LANES && nb_all((c.x > 0.0) & (g <= (0.69 * (c.rho - 1.0)) * m)), 1)) {
      nb_v relative = size * at->inverse_price;
      nb_v rounding = at->rounding_unit * ((at->price + nb_magnitude(drop)) + m);
      nb_note_cells(lanes, relative, rounding, relative - rounding, index);
    } else {
      bound = nb_certify_any(c, index, lane < (double)count, at, lanes);
      pay = nb_select(c.x == 0.0, (nb_v)0.0, pay);
    }
    nb_store_some(payoff + i, count, pay);
    nb_store_some(revenue + i, count, c.x * at->price);
    nb_store_some(gain + i, count, bound);
  }
}

static void nb_certificate_pass(size_t n, const double *effort, const double *cost, const double *exponent,
                                size_t stride, const nb_price *at, const nb_price *at_step, double step,
                                nb_certificate_sums *sums, double *payoff, double *revenue, double *gain) {
  if (n == 0) {
    *sums = (nb_certificate_sums){0.0, 0.0, -NB_INFINITY, 0, 0};
    return;
  }
  nb_certificate_lanes lanes = {0.0, 0.0, -NB_INFINITY, 0.0, 0.0};
  double inverse_price = 1.0 / at->price;
  nb_certificate_point point = {at->price,      at->slope,      inverse_price, 0x1p-49 * inverse_price,
                                at_step->price, at_step->slope, step};
  if (stride)
    nb_certificate_loop(n, effort, cost, exponent, nb_certify_each, &point, &lanes, payoff, revenue, gain);
  else if (exponent[0] == 2.0)
    nb_certificate_loop(n, effort, cost, exponent, nb_certify_quadratic, &point, &lanes, payoff, revenue, gain);
  else
    nb_certificate_loop(n, effort, cost, exponent, nb_certify_shared, &point, &lanes, payoff, revenue, gain);
  sums->residual = nb_max_lanes(lanes.residual);
  sums->floor = nb_max_lanes(lanes.floor);
  // An infinite residual less an infinite rounding is no number, and no comparison keeps it.
  sums->excess = sums->residual < NB_INFINITY ? nb_max_lanes(lanes.excess) : NB_INFINITY;
  sums->unresolved = (size_t)nb_sum_lanes(lanes.unresolved);
  double first = (double)n;
  for (int j = 0; j < NB_LANES; ++j)
    if (lanes.residual[j] == sums->residual && lanes.worst[j] < first) first = lanes.worst[j];
  sums->worst = first < (double)n ? (size_t)first : 0; // no residual is above 0: the first
}
