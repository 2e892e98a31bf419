// Best replies of creators who hold, and would hold, a small part of their topic: nearly all of them.
//
// With y = s eta, w = x/s and delta = eta - w the topic's total is s (1 + delta). D's two terms are powers, so
//
//     D(s (1 + delta))/D(s) = 1 + d_1 delta + d_2 delta^2 + ...,      d_k = sum over terms of weight binomial(m, k),
//
// and G, its logarithm, has coefficients that are the topic's too. With kappa = eta G'(delta) = e y/t (reply-inl.h)
//
//     F(l) = log(P(s)/(c rho s^r)) - r l - G(delta) + log(1 - kappa),      l = log eta,
//     -F'(l) = r + kappa + eta (G' + eta G'')/(1 - kappa).
//
// For delta, eta <= 2^-7 min(r, 1) seven terms leave 2^-58 of 1: an evaluation of F needs no logarithm, no exponential and no
// division but Newton's own. What is found, and its proof by a change of sign, are as in reply-inl.h; so is what counts.
// Whatever is not small, or not proved here, is left to the full search.

#define NB_REPLY_TERMS 7

/// The topic for small replies.
typedef struct {
  double ratio[NB_REPLY_TERMS];      // d_1, d_2, ...
  double logarithm[NB_REPLY_TERMS];  // g_1, g_2, ... of G
  double elasticity[NB_REPLY_TERMS]; // g_1, 2 g_2, ... of G'
} nb_reply_series;

NB_INLINE void nb_expand_price(const nb_reply_market *at, nb_reply_series *out) {
  double first = 1.0 / (1.0 + at->other_ratio), other = at->other_ratio * first;
  for (int k = 1; k <= NB_REPLY_TERMS; ++k) {
    first *= (at->exponent - (k - 1)) / k; // weight binomial(m, k)
    other *= (at->other_exponent - (k - 1)) / k;
    double d = first + other, sum = 0.0;
    out->ratio[k - 1] = d;
    for (int j = 1; j < k; ++j) sum += out->elasticity[j - 1] * out->ratio[k - j - 1];
    out->elasticity[k - 1] = k * d - sum; // (1 + d_1 delta + ...) G' = d_1 + 2 d_2 delta + ...
    out->logarithm[k - 1] = out->elasticity[k - 1] / k;
  }
}

/// a_0 + a_1 t + ... + a_6 t^6, pairs first.
NB_INLINE nb_v nb_seven_terms(nb_v t, const double *a) {
  nb_v t2 = t * t;
  nb_v a01 = nb_mul_add(t, (nb_v)a[1], (nb_v)a[0]), a23 = nb_mul_add(t, (nb_v)a[3], (nb_v)a[2]);
  nb_v a45 = nb_mul_add(t, (nb_v)a[5], (nb_v)a[4]);
  return nb_mul_add(t2, nb_mul_add(t2, nb_mul_add(t2, (nb_v)a[6], a45), a23), a01);
}

/// F at y = s eta; `rest` = log(P/(c rho s^r)) - r l. kappa through the pointer.
NB_INLINE nb_v nb_small_balance(nb_v eta, nb_v own, nb_v rest, const nb_reply_series *topic, nb_v *kappa) {
  static const double harmonic[NB_REPLY_TERMS] = {1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5, 1.0 / 6, 1.0 / 7};
  nb_v delta = eta - own, k = eta * nb_seven_terms(delta, topic->elasticity);
  *kappa = k;
  return (rest - delta * nb_seven_terms(delta, topic->logarithm)) - k * nb_seven_terms(k, harmonic);
}

/// What the stages hand on for one block.
typedef struct {
  double margin[NB_BLOCK];          // log(P/(c rho s^r))
  double log_effort[NB_BLOCK];      // l of a price taker
  double reply[NB_BLOCK];           // eta; NaN where the cell is left to the full search
  double high[NB_BLOCK], low[NB_BLOCK]; // log y
} nb_reply_block;

/// A run of cells, or a block of it from cell `first` of the run on.
typedef struct {
  size_t first, count;
  const double *effort, *cost, *exponent;
  bool varies; // exponents vary
  const double *payoff;
  double *gain, *revenue;
} nb_reply_cells;

NB_INLINE nb_v nb_reply_rho(const nb_reply_cells *cells, size_t i, size_t count) {
  return cells->varies ? nb_load_some(cells->exponent + i, count, cells->exponent[i]) : (nb_v)cells->exponent[0];
}

/// Stages 1 and 2: replies of price takers, where the cell is small. Returns whether any is.
NB_INLINE bool nb_small_starts(const nb_reply_cells *cells, const nb_reply_market *at, nb_reply_block *block) {
  const double inverse_price = 1.0 / at->price, inverse_total = 1.0 / at->total;
  const nb_v nan = __builtin_nan(""), shared_inverse_r = 1.0 / ((nb_v)cells->exponent[0] - 1.0);
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    nb_v rho = nb_reply_rho(cells, i, count);
    nb_v ratio = (nb_load_some(cells->cost + i, count, cells->cost[i]) * rho) * inverse_price;
    nb_v margin = -nb_log_positive(ratio) - (rho - 1.0) * at->log_total;
    nb_store(block->margin + i, nb_select((ratio >= 0x1p-1000) & (ratio <= 0x1p1000), margin, nan));
  }
  nb_vi some = 0;
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    nb_v r = nb_reply_rho(cells, i, count) - 1.0;
    nb_v inverse_r = cells->varies ? 1.0 / r : shared_inverse_r;
    nb_v l = nb_load(block->margin + i) * inverse_r, eta = nb_exp_flush(l), log_y = l + at->log_total;
    nb_v x = nb_load_some(cells->effort + i, count, cells->effort[i]);
    nb_v reach = 0x1p-7 * nb_at_most(r, 1.0);
    // The last two: the short power serves (payoff-inl.h), with room for Newton's steps.
    nb_vi small = (eta <= reach) & (eta >= 0x1p-400) & (x >= 0.0) & (x * inverse_total <= reach) & (r >= 0x1p-10) &
                  (r <= 8.0) & (nb_magnitude(log_y) <= 690.0) & (nb_magnitude(r * log_y) <= 690.0);
    nb_store(block->log_effort + i, l);
    nb_store(block->reply + i, nb_select(small, eta, nan));
    some = some | small;
    __builtin_prefetch(cells->effort + i + NB_BLOCK); // of the next block
    __builtin_prefetch(cells->cost + i + NB_BLOCK);
    if (cells->varies) __builtin_prefetch(cells->exponent + i + NB_BLOCK);
  }
  return nb_any(some);
}

/// Stage 3: Newton's method and the proof.
NB_INLINE void nb_small_search(const nb_reply_cells *cells, const nb_reply_market *at, const nb_reply_series *topic,
                               nb_reply_block *block) {
  const double inverse_total = 1.0 / at->total, bend = 2.0 * topic->logarithm[1];
  const nb_v nan = __builtin_nan("");
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    nb_v r = nb_reply_rho(cells, i, count) - 1.0, margin = nb_load(block->margin + i);
    nb_v own = nb_load_some(cells->effort + i, count, cells->effort[i]) * inverse_total;
    nb_v l = nb_load(block->log_effort + i), eta = nb_load(block->reply + i);
    nb_vi done = eta != eta, found = 0;
    nb_v last = 0.0; // F where a cell stopped
    for (int step_count = 0; step_count < 3; ++step_count) {
      nb_v kappa, value = nb_small_balance(eta, own, margin - r * l, topic, &kappa);
      // 1/(1 - kappa) as 1 + kappa, G'' as 2 g_2: a few 2^-14 of the slope, which only the next step would notice.
      nb_v fall = (r + kappa) + nb_mul_add(eta * eta, (nb_v)bend, kappa) * (1.0 + kappa);
      nb_v step = value / fall, size = nb_magnitude(step);
      nb_vi stops = ~done & (size <= 0x1p-28);
      nb_vi moves = ~done & (size <= 0x1p-4); // a longer step is for the full search
      last = nb_select(stops, value, last);
      l = nb_select(moves, l + step, l);
      eta = nb_select(moves, nb_mul_add(eta, nb_expm1_reduced(step), eta), eta);
      found = found | stops;
      done = done | stops | ~moves;
      if (nb_all(done)) break;
    }
    // As in the full search: 2^-22 across the stop, where eta is e^(+-2^-22) times as large.
    nb_vi below = last > 0.0;
    nb_v across = l + nb_select(below, (nb_v)0x1p-22, (nb_v)-0x1p-22), kappa;
    nb_v there = eta * nb_select(below, (nb_v)0x1.000004000008p0, (nb_v)0x1.fffff800001p-1);
    nb_v value = nb_small_balance(there, own, margin - r * across, topic, &kappa);
    nb_vi opposite = nb_select(below, -value, value) >= 0.0;
    nb_store(block->reply + i, nb_select(found & opposite, eta, nan));
  }
}

/// Stages 4 and 5: what the replies are worth, and a list of the cells left.
NB_INLINE void nb_small_gains(const nb_reply_cells *cells, const nb_reply_market *at, const nb_reply_series *topic,
                              nb_reply_block *block, nb_cell_list *list) {
  const double inverse_total = 1.0 / at->total;
  const nb_v shared_inverse_rho = 1.0 / (nb_v)cells->exponent[0];
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    nb_v low, k;
    nb_store(block->high + i, nb_near_log(nb_load(block->reply + i) * at->total, &low, &k));
    nb_store(block->low + i, low);
  }
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    nb_v rho = nb_reply_rho(cells, i, count), eta = nb_load(block->reply + i), whole;
    nb_v c = nb_load_some(cells->cost + i, count, cells->cost[i]);
    nb_v m = nb_near_exp(c * rho, nb_load(block->high + i), nb_load(block->low + i), rho - 1.0, &whole);
    nb_v delta = eta - nb_load_some(cells->effort + i, count, cells->effort[i]) * inverse_total;
    nb_v price = at->price / (1.0 + delta * nb_seven_terms(delta, topic->ratio)), y = eta * at->total;
    nb_v best = y * (price - (cells->varies ? m / rho : m * shared_inverse_rho));
    nb_vi idle = best <= 0.0;
    best = nb_select(idle, (nb_v)0.0, best);
    nb_v income = nb_select(idle, (nb_v)0.0, y * price);
    nb_v more = best - nb_load_some(cells->payoff + i, count, 0.0);
    nb_store_some(cells->gain + i, count, nb_at_least(more, 0.0));
    nb_store_some(cells->revenue + i, count, income);
    nb_vi known = (more == more) & (eta == eta) & (income < NB_INFINITY); // eta: the power of NaN may be a number
    if (__builtin_expect(!nb_all(known), 0))
      for (size_t l = 0; l < NB_LANES && l < count; ++l)
        if (!known[l]) list->cell[list->count++] = (unsigned)(cells->first + i + l);
  }
}
