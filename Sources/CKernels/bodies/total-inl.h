// The totals of several topics at once, a topic a lane, from the power sums of their price-taker efforts.
//
// In t = log s the equation of taker-inl.h is G(t) = log(sum x / s) = log a - t + log S0 = 0 with u_n = c_n h^(n-1) M_n,
// S0 = sum u_n, S1 = sum (n-1) u_n and, since dlog a/dt = -e/r,
//
//     G' = -1 - e/r + (S1/S0) (e'/e - e/r - 1).
//
// For small shares S0 = M_1 nearly, and then G is concave and falls (log D is convex in t): Newton from the left of the
// root converges without a safeguard; the market's own bend, G'' = -e'/r where no share counts, makes its steps of third
// order. The answer is a proposal: whoever writes the efforts checks their sum.
//
// One vector of topics is a single chain of operations a few hundred long. Vectors are independent, so each step is taken
// for all of them before the next, and the processor overlaps them.

typedef struct {
  nb_v beta, gamma, r, inverse_r, strength, log_strength;
  nb_v ratio, relative, most; // mu / p, its logarithm, the largest l
  nb_v t, fall, rise;         // G' = -fall/rise at the last trial total
  nb_vi moving;               // a lane that has arrived stays, so that it does not depend on its neighbours
  const nb_v *c;
  nb_v series[NB_MOMENTS], term[NB_MOMENTS]; // c_n, c_n M_n
} nb_total_lanes;

/// S0 and h dS0/dh at h, by Horner's rule on the terms c_n M_n.
NB_INLINE nb_v nb_moment_sums(const nb_v *term, int terms, nb_v h, nb_v *slope) {
  nb_v s0 = term[terms - 1], s1 = 0.0;
  for (int n = terms - 2; n >= 0; --n) {
    s1 = nb_mul_add(s1, h, s0);
    s0 = nb_mul_add(s0, h, term[n]);
  }
  *slope = s1 * h;
  return s0;
}

/// Eight topics, the first one in the place of those past the end. `before`, where not NULL, are eight others, whose series
/// serve where the exponents are the same.
NB_INLINE void nb_total_load(int count, int terms, const nb_power_sum_topic *topics, const nb_total_lanes *before,
                             nb_total_lanes *at) {
  // A topic is a row of doubles, in the order of its declaration: mu, strength, beta, gamma, rho, p, M_1 and so on.
  enum { row = offsetof(nb_power_sum_topic, mu) / sizeof(double), moments = offsetof(nb_power_sum_topic, sums) / sizeof(double) };
  nb_v in[NB_LANES], field[3 * NB_LANES], most;
  int used = moments - row + terms;
  for (int part = 0; part * NB_LANES < used; ++part) {
    for (int lane = 0; lane < NB_LANES; ++lane)
      in[lane] = nb_load((const double *)&topics[lane < count ? lane : 0] + row + part * NB_LANES);
    nb_transpose(in, field + part * NB_LANES);
  }
  for (int lane = 0; lane < NB_LANES; ++lane) most[lane] = topics[lane < count ? lane : 0].sums.most;
  at->strength = field[1];
  at->beta = field[2];
  at->gamma = field[3];
  at->r = field[4] - 1.0;
  at->inverse_r = 1.0 / at->r;
  at->ratio = field[0] / field[5];
  at->relative = nb_log_positive(at->ratio);
  at->log_strength = nb_select(at->strength > 0.0, nb_log_positive(at->strength), (nb_v)-1e300);
  at->most = most;
  if (before && nb_all(before->r == at->r)) {
    at->c = before->c;
  } else {
    nb_lagrange_series(at->r, terms, at->series);
    at->c = at->series;
  }
  for (int n = 0; n < terms; ++n) at->term[n] = at->c[n] * field[moments - row + n];
  // Where one of the two terms of D is everything and no share counts; the larger D is, the smaller s.
  nb_v taken = nb_mul_add(at->r, nb_log_positive(at->term[0]), at->relative);
  nb_v alone = (taken - at->log_strength) / (at->r + at->beta), without = taken / (at->r + at->gamma);
  at->t = nb_select(alone < without, alone, without);
  at->fall = at->rise = 1.0;
  at->moving = at->t == at->t;
}

/// One step of Newton's method in t.
NB_INLINE void nb_total_step(int terms, nb_total_lanes *at) {
  nb_v genAI = nb_mul_add(at->beta, at->t, at->log_strength), human = at->gamma * at->t;
  nb_v small = nb_exp_flush(-nb_magnitude(genAI - human)), gap = at->gamma - at->beta;
  nb_v major = 1.0 / (1.0 + small), minor = small * major;
  nb_vi leads = genAI > human;
  nb_v weight = nb_select(leads, major, minor), rest = nb_select(leads, minor, major);
  nb_v e = nb_mul_add(weight, at->beta, rest * at->gamma), bend = minor * major * (gap * gap); // de/dt
  nb_v log_price = at->relative - (nb_select(leads, genAI, human) + nb_log_positive(1.0 + small));
  nb_v log_y = nb_mul_add(log_price, at->inverse_r, -at->t), e_r = e * at->inverse_r;
  nb_v s1, s0 = nb_moment_sums(at->term, terms, -e_r * nb_exp_flush(log_y), &s1);
  // -G' = fall / rise; both times e, so that a price that never moves (e = 0, s1 = 0) divides by nothing.
  nb_v scale = nb_select(e > 0.0, e, (nb_v)1.0), first = e_r + 1.0;
  nb_v fall = first * (s0 + s1) * scale - s1 * bend, rise = s0 * scale;
  nb_v inverse = 1.0 / fall;
  nb_v step = (log_y + nb_log_positive(s0)) * (rise * inverse);
  step *= nb_mul_add(-0.5 * bend * at->inverse_r * step, rise * inverse, (nb_v)1.0);
  at->fall = nb_select(at->moving, fall, at->fall);
  at->rise = nb_select(at->moving, rise, at->rise);
  at->t += nb_select(at->moving, step, (nb_v)0.0);
  at->moving &= nb_magnitude(step) > 1e-8; // the next step is of the order of its square; NaN ends it too
}

/// Once more with powers instead of logarithms: exact to a few ULP however large t is.
NB_INLINE void nb_total_finish(int count, int terms, const nb_total_lanes *at, nb_power_sum_topic *topics) {
  nb_v s = nb_exp_flush(at->t);
  nb_v genAI = at->strength * nb_pow(s, at->beta), human = nb_pow(s, at->gamma), inverse_d = 1.0 / (genAI + human);
  nb_v e = nb_mul_add(genAI, at->beta, human * at->gamma) * inverse_d, e_r = e * at->inverse_r;
  nb_v a = nb_pow(at->ratio * inverse_d, at->inverse_r);
  nb_v per_total = a / s, h = -e_r * per_total;
  nb_v s1, s0 = nb_moment_sums(at->term, terms, h, &s1);
  nb_v step = (per_total * s0 - 1.0) * (at->rise / at->fall);
  s += s * step;
  a -= a * e_r * step;
  double limit = terms <= 8 ? NB_REACH_8 : terms <= 10 ? NB_REACH_10 : terms <= 12 ? NB_REACH_12 : NB_REACH_16;
  nb_v share = e * per_total * at->most, reach = nb_at_most(at->r, 1.0) * limit;
  nb_vi sound = (share <= reach) & (nb_magnitude(step) <= 1e-6) & (s >= 0x1p-500) & (s <= 0x1p500) & (a >= 0x1p-500) &
                (a <= 0x1p500);
  s = nb_select(sound, s, (nb_v)__builtin_nan(""));
  nb_v pull = e / s, unit = pull * a;
  nb_v k[NB_MOMENTS] = {0}, rows[NB_LANES];
  NB_UNROLLED for (int n = 0; n < terms; ++n) {
    k[n] = a * at->c[n];
    a *= h;
  }
  for (int part = 0; part < terms; part += NB_LANES) {
    nb_transpose(k + part, rows);
    for (int lane = 0; lane < count; ++lane) nb_store(topics[lane].coefficient + part, rows[lane]);
  }
  for (int lane = 0; lane < count; ++lane) {
    topics[lane].total = s[lane];
    topics[lane].pull = pull[lane];
    topics[lane].unit = unit[lane];
  }
}

NB_INLINE void nb_total_newton(int count, int terms, nb_power_sum_topic *topics) {
  enum { vectors = NB_TOPICS / NB_LANES };
  nb_total_lanes at[vectors];
  int used = (count + NB_LANES - 1) / NB_LANES;
  for (int v = 0; v < used; ++v)
    nb_total_load(count - v * NB_LANES, terms, topics + v * NB_LANES, v > 0 ? &at[v - 1] : NULL, &at[v]);
  bool moving = true;
  for (int i = 0; i < 12 && moving; ++i) {
    moving = false;
    for (int v = 0; v < used; ++v) {
      if (!nb_any(at[v].moving)) continue;
      nb_total_step(terms, &at[v]);
      moving = true;
    }
  }
  for (int v = 0; v < used; ++v) {
    int here = count - v * NB_LANES;
    nb_total_finish(here < NB_LANES ? here : NB_LANES, terms, &at[v], topics + v * NB_LANES);
  }
}

static void nb_total_solve(int count, int terms, nb_power_sum_topic *topics) {
  if (terms <= 8) nb_total_newton(count, 8, topics);
  else if (terms <= 10) nb_total_newton(count, 10, topics);
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
