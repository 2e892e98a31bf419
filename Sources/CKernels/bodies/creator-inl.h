// What the coupled solvers read off each creator's cells: the pull of prices on efforts, and the conditions linearised.

static void nb_creator_pull(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                            const double *coupled, double *pull) {
  for (size_t i = first; i < last; ++i) {
    const double weight = game->weight ? game->weight[i] : 0.0;
    for (size_t p = game->offset[i]; p < game->offset[i + 1]; p += NB_LANES) {
      const size_t left = game->offset[i + 1] - p;
      nb_v x = nb_load_some(effort + p, left, 0.0);
      nb_v value = nb_mul_add(x, nb_gather_topics(at->slope, game->topic + p, left, 0.0), nb_gather_topics(at->price, game->topic + p, left, 0.0));
      if (coupled) value -= weight * nb_load_some(coupled + p, left, 0.0);
      nb_store_some(pull + p, left, value);
    }
  }
}

/// c rho x^(rho - 1), the cost at 0 included: 0, or c where rho = 1.
NB_INLINE nb_v nb_creator_marginal_cost(nb_v x, nb_v cost, nb_v rho) {
  nb_v value = nb_marginal_cost(nb_select(x > 0.0, x, (nb_v)1.0), cost, rho);
  return nb_select(x > 0.0, value, nb_select(rho == 1.0, cost, (nb_v)0.0));
}

/// eta (b'x)^(theta - 1); 0 for no scale.
static double nb_creator_effort_price(const nb_creators *game, size_t i, const double *effort, double *total) {
  *total = 0.0;
  if (game->scale == NULL || game->scale[i] == 0.0) return 0.0;
  nb_v sum = 0.0;
  for (size_t p = game->offset[i]; p < game->offset[i + 1]; p += NB_LANES) {
    const size_t left = game->offset[i + 1] - p;
    sum = nb_mul_add(nb_load_some(effort + p, left, 0.0), nb_gather_topics(game->scale_weight, game->topic + p, left, 1.0), sum);
  }
  *total = nb_sum_lanes(sum);
  return game->scale[i] * __builtin_pow(*total, game->theta - 1.0);
}

static void nb_creator_linearise(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, double proximal,
                                 const double *anchor, const double *effort, const double *pull, const double *coupled_terms,
                                 const double *capacity_price, const nb_linearised *out, nb_coupled_sums *sums) {
  nb_v residual = 0.0, floor_relative = 0.0;
  for (size_t i = first; i < last; ++i) {
    const double weight = game->weight ? game->weight[i] : 0.0;
    const double capacity = capacity_price ? capacity_price[i] : 0.0;
    double total, effort_cost = nb_creator_effort_price(game, i, effort, &total);
    if (out->effort_price) out->effort_price[i] = effort_cost;
    if (out->effort_bend) // d nu/d(b'x); none at rest, where the proximal step alone decides
      out->effort_bend[i] = total > 0.0 ? (game->theta - 1.0) * (effort_cost / total) : 0.0;
    for (size_t p = game->offset[i]; p < game->offset[i + 1]; p += NB_LANES) {
      const size_t left = game->offset[i + 1] - p;
      nb_v x = nb_load_some(effort + p, left, 0.0), cost = nb_load_some(game->cost + p, left, 1.0);
      nb_v rho = game->exponent_stride ? nb_load_some(game->exponent + p, left, 2.0) : (nb_v)game->exponent[0];
      nb_v price = nb_gather_topics(at->price, game->topic + p, left, 1.0), price_slope = nb_gather_topics(at->slope, game->topic + p, left, -1.0);
      nb_v h = nb_mul_add((nb_v)weight, nb_gather_topics(game->matrix_diagonal, game->topic + p, left, 0.0), -price_slope);
      // Where the price does not move and nothing is coupled any stiffness serves.
      h = nb_at_least(h, 0x1p-20 * price / nb_at_least(nb_gather_topics(at->total, game->topic + p, left, 1.0), 0x1p-400));
      nb_v held = 0.0;
      if (proximal > 0.0) {
        held = proximal * h * (x - nb_load_some(anchor + p, left, 0.0));
        h = h * (1.0 + proximal);
      }
      nb_v m = nb_creator_marginal_cost(x, cost, rho);
      nb_v multipliers = capacity * nb_gather_topics(game->limit_weight, game->topic + p, left, 1.0) +
                         effort_cost * nb_gather_topics(game->scale_weight, game->topic + p, left, 1.0);
      nb_v push = nb_load_some(pull + p, left, 0.0);
      nb_v force = (m + multipliers + held) - push;
      nb_vi works = x > 0.0;
      // An effort of 0 stands for any below 2^-1022, so a marginal cost of 0 for any up to that there.
      nb_vi hidden = ~works & (force < 0.0) & (rho > 1.0);
      if (nb_any(hidden)) {
        hidden &= nb_marginal_cost((nb_v)NB_SMALLEST_NORMAL, cost, rho) >= -force;
        m = nb_select(hidden, -force, m);
        force = nb_select(hidden, (nb_v)0.0, force);
      }
      nb_v imbalance = nb_select(works, force, nb_at_most(force, 0.0));
      nb_v net = nb_mul_add(h, x, m + multipliers) - nb_select(works, (nb_v)0.0, nb_at_least(force, 0.0));
      nb_v power = rho - 1.0;
      nb_v bend = nb_select(power > 0.0, power * (m / nb_select(works, x, (nb_v)1.0)), (nb_v)0.0);
      nb_v slope = nb_select(works, 1.0 / (h + bend), (nb_v)0.0);
      nb_vi wakes = ~works & (force < 0.0);
      if (nb_any(wakes)) { // the slope where the proximal step would put it
        nb_prox_cells cells = {h, cost * rho, power, nb_log_positive(cost * rho) - power * nb_log_positive(h)};
        nb_v woken;
        nb_prox_vector(&cells, nb_select(wakes, m - force, (nb_v)-1.0), &woken);
        slope = nb_select(wakes, woken, slope);
      }
      nb_v terms = price + nb_magnitude(x * price_slope) + m + multipliers;
      if (coupled_terms) // may be where the slopes go
        terms = nb_mul_add((nb_v)weight, nb_load_some(coupled_terms + p, left, 0.0), terms);
      nb_store_some(out->imbalance + p, left, imbalance);
      nb_store_some(out->net_price + p, left, net);
      nb_store_some(out->stiffness + p, left, h);
      nb_store_some(out->slope + p, left, slope);
      nb_v relative = nb_select(price > 0.0, nb_magnitude(imbalance) / price, (nb_v)0.0);
      relative = nb_select(relative == relative, relative, (nb_v)NB_INFINITY);
      if (left < NB_LANES)
        for (size_t j = left; j < NB_LANES; ++j) relative[j] = terms[j] = 0.0;
      residual = nb_select(relative > residual, relative, residual);
      nb_v rounding = nb_magnitude(imbalance) / nb_at_least(terms, NB_SMALLEST_NORMAL);
      rounding = nb_select(rounding == rounding, rounding, (nb_v)NB_INFINITY);
      floor_relative = nb_select(rounding > floor_relative, rounding, floor_relative);
    }
  }
  sums->residual = nb_max_lanes(residual);
  sums->rounding = nb_max_lanes(floor_relative);
}

/// sum h (x - y)^2, with the part of the mismatch that efforts of less than a normal double hide left out.
static double nb_creator_distance(size_t n, const double *stiffness, const double *x, const double *y) {
  nb_v sum = 0.0;
  for (size_t i = 0; i < n; i += NB_LANES) {
    nb_v d = nb_load_some(x + i, n - i, 0.0) - nb_load_some(y + i, n - i, 0.0);
    sum = nb_mul_add(nb_load_some(stiffness + i, n - i, 0.0) * d, d, sum);
  }
  return nb_sum_lanes(sum);
}
