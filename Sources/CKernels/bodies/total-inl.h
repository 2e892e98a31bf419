// The totals of up to eight topics at once, a topic a lane, from the power sums of their price-taker efforts.
//
// In t = log s the equation of taker-inl.h is G(t) = log(sum x / s) = log a - t + log S0 = 0 with u_n = c_n h^(n-1) M_n,
// S0 = sum u_n, S1 = sum (n-1) u_n and, since dlog a/dt = -e/r,
//
//     G' = -1 - e/r + (S1/S0) (e'/e - e/r - 1).
//
// For small shares S0 = M_1 nearly, and then G is concave and falls (log D is convex in t): Newton from the left of the
// root converges without a safeguard. Its answer is a proposal: whoever writes the efforts checks their sum.

typedef struct {
  nb_v log_price, elasticity, rate; // log P, e, (de/dt)/e
} nb_market_lanes;

NB_INLINE nb_market_lanes nb_market_at(nb_v log_mu, nb_v log_strength, nb_v beta, nb_v gamma, nb_v t) {
  nb_v genAI = nb_mul_add(beta, t, log_strength), human = gamma * t;
  nb_v small = nb_exp_flush(-nb_magnitude(genAI - human));
  nb_v minor = small / (1.0 + small), major = 1.0 - minor;
  nb_vi leads = genAI > human;
  nb_v weight = nb_select(leads, major, minor), rest = nb_select(leads, minor, major);
  nb_v e = nb_mul_add(weight, beta, rest * gamma), gap = gamma - beta;
  return (nb_market_lanes){log_mu - (nb_select(leads, genAI, human) + nb_log_positive(1.0 + small)), e,
                           nb_select(e > 0.0, weight * rest * gap * gap / e, (nb_v)0.0)};
}

/// S0 and S1 at h, by Horner's rule on the terms c_n M_n.
NB_INLINE nb_v nb_moment_sums(const nb_v *term, int terms, nb_v h, nb_v *slope) {
  nb_v s0 = term[terms - 1], s1 = 0.0;
  for (int n = terms - 2; n >= 0; --n) {
    s1 = nb_mul_add(s1, h, s0);
    s0 = nb_mul_add(s0, h, term[n]);
  }
  *slope = s1 * h; // h dS0/dh
  return s0;
}

#define NB_LOAD_FIELD(v, field) \
  for (int lane = 0; lane < NB_LANES; ++lane) v[lane] = topics[lane < count ? lane : 0].field

NB_INLINE void nb_total_newton(int count, int terms, nb_power_sum_topic *topics) {
  nb_v mu, strength, beta, gamma, rho, reference, most;
  NB_LOAD_FIELD(mu, mu);
  NB_LOAD_FIELD(strength, strength);
  NB_LOAD_FIELD(beta, beta);
  NB_LOAD_FIELD(gamma, gamma);
  NB_LOAD_FIELD(rho, rho);
  NB_LOAD_FIELD(reference, reference);
  NB_LOAD_FIELD(most, sums.most);
  nb_v r = rho - 1.0, inverse_r = 1.0 / r;
  nb_v log_strength = nb_select(strength > 0.0, nb_log_positive(strength), (nb_v)-1e300);
  nb_v log_mu = nb_log_positive(mu), relative = log_mu - nb_log_positive(reference);
  nb_v c[NB_MOMENTS], term[NB_MOMENTS];
  double factorial = 1.0; // (n - 1)!
  for (int n = 1; n <= terms; ++n) {
    nb_v product = 1.0 / factorial;
    for (int j = 1; j <= n - 2; ++j) product *= nb_mul_add((nb_v)(double)-j, r, (nb_v)(double)n);
    factorial *= n;
    c[n - 1] = product;
    nb_v moment;
    NB_LOAD_FIELD(moment, sums.moment[n - 1]);
    term[n - 1] = product * moment;
  }
  // Where one of the two terms of D is everything and no share counts; the larger D is, the smaller s.
  nb_v taken = nb_mul_add(r, nb_log_positive(term[0]), relative);
  nb_v alone = (taken - log_strength) / (r + beta), without = taken / (r + gamma);
  nb_v t = nb_select(alone < without, alone, without);
  nb_v slope = -1.0;
  nb_vi moving = t == t; // a lane that has arrived stays, so that it does not depend on its neighbours
  for (int i = 0; i < 12 && nb_any(moving); ++i) {
    nb_market_lanes at = nb_market_at(relative, log_strength, beta, gamma, t);
    nb_v log_y = at.log_price * inverse_r - t;
    nb_v h = -(at.elasticity * inverse_r) * nb_exp_flush(log_y);
    nb_v s1, s0 = nb_moment_sums(term, terms, h, &s1);
    nb_v fall = at.elasticity * inverse_r;
    slope = nb_select(moving, s1 / s0 * (at.rate - fall - 1.0) - 1.0 - fall, slope);
    nb_v step = (log_y + nb_log_positive(s0)) / slope;
    t -= nb_select(moving, step, (nb_v)0.0);
    moving &= nb_magnitude(step) > 1e-10; // the next step is of the order of its square; NaN ends it too
  }
  // Once more with powers instead of logarithms: exact to a few ULP however large t is.
  nb_v s = nb_exp_flush(t);
  nb_v genAI = strength * nb_pow(s, beta), human = nb_pow(s, gamma), inverse_d = 1.0 / (genAI + human);
  nb_v e = nb_mul_add(genAI, beta, human * gamma) * inverse_d;
  nb_v a = nb_pow(mu / reference * inverse_d, inverse_r);
  nb_v per_total = a / s, h = -(e * inverse_r) * per_total;
  nb_v s1, s0 = nb_moment_sums(term, terms, h, &s1);
  nb_v step = (per_total * s0 - 1.0) / slope;
  s -= s * step;
  a += a * (e * inverse_r) * step;
  nb_v share = e * per_total * most, reach = nb_at_most(r, 1.0) * (terms <= 8 ? NB_REACH_8 : terms <= 12 ? NB_REACH_12 : NB_REACH_16);
  nb_vi sound = (share <= reach) & (nb_magnitude(step) <= 1e-6) & (s >= 0x1p-500) & (s <= 0x1p500) & (a >= 0x1p-500) &
                (a <= 0x1p500);
  s = nb_select(sound, s, (nb_v)__builtin_nan(""));
  nb_v pull = e / s, unit = pull * a;
  for (int lane = 0; lane < count; ++lane) {
    topics[lane].total = s[lane];
    topics[lane].pull = pull[lane];
    topics[lane].unit = unit[lane];
  }
  for (int n = 0; n < terms; ++n) {
    nb_v k = a * c[n];
    for (int lane = 0; lane < count; ++lane) topics[lane].coefficient[n] = k[lane];
    a *= h;
  }
}
#undef NB_LOAD_FIELD

static void nb_total_solve(int count, int terms, nb_power_sum_topic *topics) {
  if (terms <= 8) nb_total_newton(count, 8, topics);
  else if (terms <= 12) nb_total_newton(count, 12, topics);
  else nb_total_newton(count, 16, topics);
}

/// By (*) of share-inl.h, unit l = w (1 - w)^(-1/r) = w L(w) at `from`, L = sum of binomials. Put into the polynomial of
/// `to` by Horner's rule, everything cut off after w^terms.
static void nb_effort_move(int terms, const nb_power_sum_topic *from, const nb_power_sum_topic *to, double *coefficient) {
  double series[NB_MOMENTS], sum[NB_MOMENTS] = {0}, product[NB_MOMENTS], inverse_r = 1.0 / (from->rho - 1.0);
  series[0] = 1.0 / from->unit;
  for (int m = 1; m < terms; ++m) series[m] = series[m - 1] * ((inverse_r + (m - 1)) / m);
  for (int n = terms - 1; n >= 0; --n) {
    sum[0] = to->coefficient[n]; // sum is k_n + l (k_(n+1) + l (...)), its product with L comes back one power higher
    for (int m = 0; m < terms; ++m) {
      product[m] = 0.0;
      for (int j = 0; j <= m; ++j) product[m] = product[m] + series[j] * sum[m - j];
    }
    for (int m = 1; m < terms; ++m) sum[m] = product[m - 1];
  }
  for (int m = 0; m < terms; ++m) coefficient[m] = product[m];
}
