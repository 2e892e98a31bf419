// Best replies, searched over all efforts: what `verify` asks of every cell.
//
// A creator meets the rivals' total S = s - x. At an effort y = s eta the topic's total is t = s tau, tau = S/s + eta. With
// D = d1 + d2, d1 the larger of the two terms of D(s), m1 and m2 their exponents, q(tau) = (d2/d1) tau^(m2 - m1):
//
//     P(t)/P(s) = tau^-m1 (1 + q(1))/(1 + q),      e = (m1 + q m2)/(1 + q),      kept = 1 - e y/t,
//     kept (1 + q) = (1 - m1) + q (1 - m2) + (m1 + q m2) S/t:      no cancellation.
//
// The search is for the zero of F(l) = log(P(t) kept) - log(c rho y^(rho - 1)), marginal revenue over marginal cost, l = log eta.
// For 0 <= beta <= gamma <= 1 the payoff y P(S + y) - c y^rho is concave in y, so F falls and a sign change of F is
// the one global maximum, wherever the search began: no start can lead to a maximum that is only local. With z = y/t
//
//     -F'(l) = r + e z + (e z (1 - z) + z^2 de/dlog t)/kept,      r = rho - 1,      every term >= 0.
//
// The start is the reply of a creator who takes P(S) as given: there F <= 0, since kept <= 1 and P(S + y) <= P(S); the profile
// under test has no part in it but for S. Newton's method is kept in the bracket by bisection, and a cell counts as
// resolved only if F has been seen to change sign within 2^-22 of where it stopped. With |F| <= 2^-28 |F'| there,
// concavity leaves at most 2^-50 |F'| of the revenue to be found.
//
// Left to the caller (gain NaN): a creator with more than half of the topic, whose S would cancel; replies outside
// s e^-690 .. s e^200; ratios outside 2^-1000 .. 2^1000; what has not converged; what is no effort.

/// One vector of creators, everything in units of s and P(s).
typedef struct {
  nb_v rivals;     // S/s
  nb_v r;          // rho - 1
  nb_v log_margin; // log(P(s) / (c rho s^r))
} nb_repliers;

typedef struct {
  nb_v value, fall; // F and -F'
} nb_balance;

/// F and -F' at y = s eta, with cost_log = r log eta.
NB_INLINE nb_balance nb_balance_at(nb_v eta, nb_v cost_log, const nb_repliers *who, const nb_reply_market *at) {
  double m1 = at->exponent, m2 = at->other_exponent;
  nb_v tau = who->rivals + eta, inverse = 1.0 / tau, lambda = nb_log_positive(tau);
  nb_v q = at->other_ratio > 0.0 ? at->other_ratio * nb_exp_flush((m2 - m1) * lambda) : (nb_v)0.0;
  nb_v d = 1.0 + q, e_weight = nb_mul_add(q, (nb_v)m2, (nb_v)m1); // e (1 + q)
  nb_v z = eta * inverse, sigma = who->rivals * inverse;
  nb_v kept_weight = nb_mul_add(e_weight, sigma, nb_mul_add(q, (nb_v)(1.0 - m2), (nb_v)(1.0 - m1)));
  nb_v inverse_d = 1.0 / d, kept = kept_weight * inverse_d, ez = e_weight * inverse_d * z;
  nb_v bend = q * (inverse_d * inverse_d) * ((m2 - m1) * (m2 - m1));
  nb_balance b;
  b.value = ((who->log_margin - cost_log) - m1 * lambda) +
            nb_log_positive((1.0 + at->other_ratio) * (kept * inverse_d));
  b.fall = (who->r + ez) + nb_mul_add(ez, sigma, bend * (z * z)) / kept; // 1 - z = S/t
  return b;
}

typedef struct {
  nb_v log_effort;  // l
  nb_vi resolved;   // a maximum within reach, or none above 0
  nb_vi idle;       // resolved, and the best reply is 0
} nb_reply;

#define NB_REPLY_LOW -690.0
#define NB_REPLY_HIGH 200.0

/// Where to begin, and an l above which F < 0. Nearly linear cells would begin far too high and are started
/// where their share cancels the margin they have at y = 0, to first order.
NB_INLINE nb_v nb_reply_start(const nb_repliers *who, nb_v effort_over_rivals, const nb_reply_market *at, nb_v *high,
                              nb_vi *idle) {
  double most = at->exponent > at->other_exponent || !(at->other_ratio > 0.0) ? at->exponent : at->other_exponent;
  // log P(S) <= log P(s) + most log(s/S), and log(s/S) = log(1 + x/S) <= x/S.
  nb_v ceiling = nb_mul_add(effort_over_rivals, (nb_v)most, who->log_margin);
  nb_vi linear = who->r == 0.0;
  nb_v taker = ceiling / nb_select(linear, (nb_v)1.0, who->r);
  taker = nb_mul_add(nb_magnitude(taker), (nb_v)0x1p-40, taker); // above rounding
  *idle = nb_select(linear, ceiling, taker - (NB_REPLY_LOW - at->log_total - 100.0)) <= 0.0;
  *high = nb_select(linear, (nb_v)NB_REPLY_HIGH, nb_at_most(taker, NB_REPLY_HIGH));
  nb_v start = *high;
  nb_vi near_linear = who->r < 0x1p-4;
  if (nb_any(near_linear)) {
    nb_balance zero = nb_balance_at((nb_v)0.0, (nb_v)0.0, who, at);
    *idle = *idle | (linear & (zero.value <= 0.0));
    double e = at->exponent > 0x1p-100 ? at->exponent : 0x1p-100; // of the larger term: near enough for a start
    nb_v guess = nb_log_positive(nb_at_least(zero.value, 0x1p-1000) / (2.0 * e));
    guess = nb_at_most(nb_at_least(guess, NB_REPLY_LOW), *high);
    start = nb_select(near_linear & (zero.value > 0.0), guess, start);
  }
  return start;
}

NB_INLINE nb_reply nb_search_reply(const nb_repliers *who, nb_v effort_over_rivals, const nb_reply_market *at) {
  nb_reply out;
  nb_v high, low = NB_REPLY_LOW;
  nb_v l = nb_reply_start(who, effort_over_rivals, at, &high, &out.idle);
  nb_vi inside = ~out.idle & (l > NB_REPLY_LOW) & (l <= NB_REPLY_HIGH);
  l = nb_select(inside, l, (nb_v)0.0);
  nb_vi done = ~inside;
  nb_v last = 0.0; // F where a cell stopped
  for (int i = 0; i < 40 && !nb_all(done); ++i) {
    nb_balance b = nb_balance_at(nb_exp_flush(l), who->r * l, who, at);
    nb_vi rising = b.value > 0.0;
    low = nb_select(rising & ~done, l, low);
    high = nb_select(rising | done, high, l);
    nb_v step = b.value / b.fall;
    nb_v next = l + step;
    nb_vi stops = nb_magnitude(step) <= 0x1p-28;
    next = nb_select(((next > low) & (next < high)) | stops, next, 0.5 * (low + high));
    last = nb_select(done, last, b.value);
    l = nb_select(done, l, next);
    done = done | stops;
  }
  // Concave payoffs: a change of sign on both sides of the stop is a proof.
  nb_v across = l + nb_select(last > 0.0, (nb_v)0x1p-22, (nb_v)-0x1p-22);
  nb_balance b = nb_balance_at(nb_exp_flush(across), who->r * across, who, at);
  nb_vi opposite = nb_select(last > 0.0, -b.value, b.value) >= 0.0;
  out.resolved = out.idle | (inside & done & opposite & (l > NB_REPLY_LOW) & (l < NB_REPLY_HIGH));
  out.log_effort = l;
  return out;
}

/// The listed cells of the run, by the full search. Returns how many stay open.
NB_INLINE size_t nb_listed_replies(const nb_reply_cells *run, nb_cell_list *list, const nb_reply_market *at) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const double inverse_total = 1.0 / at->total, inverse_price = 1.0 / at->price;
  nb_v unresolved = 0.0;
  for (size_t l = 0; l < NB_LANES && list->count > 0; ++l) // real cells, not written
    list->cell[list->count + l] = list->cell[list->count - 1];
  for (size_t i = 0; i < list->count; i += NB_LANES) {
    const unsigned *cell = list->cell + i;
    size_t count = list->count - i;
    nb_cells c = {.rho = run->exponent[0]};
    nb_v payoff;
    for (size_t l = 0; l < NB_LANES; ++l) {
      c.x[l] = run->effort[cell[l]];
      c.cost[l] = run->cost[cell[l]];
      payoff[l] = run->payoff[cell[l]];
      if (run->varies) c.rho[l] = run->exponent[cell[l]];
    }
    nb_v ratio = (c.cost * c.rho) * inverse_price;
    nb_vi usable = (c.x >= 0.0) & (c.x <= 0.5 * at->total) & (ratio >= 0x1p-1000) & (ratio <= 0x1p1000);
    nb_v x = nb_select(usable, c.x, (nb_v)0.0);
    nb_v others = at->total - x;
    nb_repliers who;
    who.rivals = others * inverse_total;
    who.r = nb_select(usable, c.rho - 1.0, (nb_v)1.0);
    who.log_margin = -nb_log_positive(nb_select(usable, ratio, (nb_v)1.0)) - who.r * at->log_total;
    nb_reply reply = nb_search_reply(&who, x / others, at);

    nb_v eta = nb_exp_flush(reply.log_effort), y = eta * at->total;
    nb_v lambda = nb_log_positive(who.rivals + eta);
    nb_v q = at->other_ratio > 0.0 ? at->other_ratio * nb_exp_flush((at->other_exponent - at->exponent) * lambda) : (nb_v)0.0;
    nb_v price = at->price * (nb_exp_flush(-at->exponent * lambda) * ((1.0 + at->other_ratio) / (1.0 + q)));
    nb_v best = y * (price - nb_marginal_cost(y, c.cost, c.rho) / c.rho);
    nb_vi idle = reply.idle | (best <= 0.0);
    best = nb_select(idle, (nb_v)0.0, best);
    nb_v income = nb_select(idle, (nb_v)0.0, y * price);
    nb_v more = best - payoff;
    nb_vi known = usable & reply.resolved & (more == more) & (income < NB_INFINITY);
    nb_v missing = (nb_v)__builtin_nan("");
    nb_v gain = nb_select(known, nb_at_least(more, 0.0), missing), revenue = nb_select(known, income, missing);
    for (size_t l = 0; l < NB_LANES && l < count; ++l) {
      run->gain[cell[l]] = gain[l];
      run->revenue[cell[l]] = revenue[l];
    }
    unresolved += nb_select(known | (lane >= (double)count), (nb_v)0.0, (nb_v)1.0);
  }
  list->count = 0;
  return (size_t)nb_sum_lanes(unresolved);
}

NB_INLINE size_t nb_reply_loop(const nb_reply_cells *all, bool varies, const nb_reply_market *at) {
  nb_reply_block block;
  nb_reply_series topic;
  nb_cell_list list;
  size_t open = 0;
  list.count = 0;
  nb_expand_price(at, &topic);
  nb_reply_cells run = *all;
  run.varies = varies;
  for (size_t first = 0; first < run.count; first += NB_BLOCK) {
    nb_reply_cells cells = run;
    cells.first = first;
    cells.count = run.count - first < NB_BLOCK ? run.count - first : NB_BLOCK;
    cells.effort += first;
    cells.cost += first;
    if (varies) cells.exponent += first;
    cells.payoff += first;
    cells.gain += first;
    cells.revenue += first;
    if (nb_small_starts(&cells, at, &block)) {
      nb_small_search(&cells, at, &topic, &block);
      nb_small_gains(&cells, at, &topic, &block, &list);
    } else {
      for (size_t i = 0; i < cells.count; ++i) list.cell[list.count++] = (unsigned)(first + i);
    }
    if (first + NB_BLOCK >= run.count || list.count > NB_LIST - NB_BLOCK) open += nb_listed_replies(&run, &list, at);
  }
  return open;
}

static size_t nb_best_reply(size_t n, const double *effort, const double *cost, const double *exponent, size_t stride,
                            const nb_reply_market *at, const double *payoff, double *gain, double *revenue) {
  nb_reply_cells run = {.count = n, .effort = effort, .cost = cost, .exponent = exponent,
                        .payoff = payoff, .gain = gain, .revenue = revenue};
  return stride ? nb_reply_loop(&run, true, at) : nb_reply_loop(&run, false, at);
}
