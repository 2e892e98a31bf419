// First-order steps of one creator: the projection on its capacity, a plain projected step, and how far net prices are from
// those they call for.
//
// The projection in the metric h solves x = max(0, y - lambda a/h) with a'x <= B: one price a creator, the root of a convex,
// falling, piecewise linear function. Newton's method from the left of the root only ever drops cells, so it ends after finitely many
// steps without any sorting; from the right of it the first step goes to the left. The price is carried in two parts, so that
// efforts that are small differences of large numbers keep their digits. Derived here.

/// One creator's cells, padded to whole vectors with cells that never work.
typedef struct {
  size_t vectors;
  double *y, *a, *g, *x; // g = a/h
  double used, slope;    // a'x, and the sum of a g over the cells at work
  size_t working;
} nb_projected;

/// x at the price `high` + `low`, and what it uses.
static void nb_project_at(nb_projected *c, double high, double low) {
  nb_v used = 0.0, slope = 0.0;
  nb_vi working = 0;
  for (size_t i = 0; i < c->vectors * NB_LANES; i += NB_LANES) {
    nb_v a = nb_load(c->a + i), g = nb_load(c->g + i);
    nb_v x = nb_mul_add((nb_v)-low, g, nb_mul_add((nb_v)-high, g, nb_load(c->y + i)));
    nb_vi works = x > 0.0;
    x = nb_select(works, x, (nb_v)0.0);
    nb_store(c->x + i, x);
    used = nb_mul_add(a, x, used);
    slope += nb_select(works, a * g, (nb_v)0.0);
    working -= works;
  }
  c->used = nb_sum_lanes(used);
  c->slope = nb_sum_lanes(slope);
  c->working = (size_t)__builtin_reduce_add(working);
}

/// The price at which what is used meets the limit, 0 where no price is needed; efforts are those of the price returned.
static double nb_project_price(nb_projected *c, double limit, double guess) {
  if (!(limit < NB_INFINITY)) {
    nb_project_at(c, 0.0, 0.0);
    return 0.0;
  }
  if (limit == 0.0) { // the least price at which nobody works
    double most = 0.0;
    for (size_t i = 0; i < c->vectors * NB_LANES; ++i) {
      double needed = c->y[i] > 0.0 ? c->y[i] / c->g[i] : 0.0;
      most = needed > most ? needed : most;
      c->x[i] = 0.0;
    }
    return most;
  }
  double high = guess > 0.0 && guess < NB_INFINITY ? guess : 0.0, low = 0.0, slope = 0.0, last = NB_INFINITY;
  size_t working = 0;
  const size_t most_steps = c->vectors * NB_LANES + 16;
  for (size_t step = 0; step < most_steps; ++step) {
    nb_project_at(c, high, low);
    const double over = c->used - limit, size = __builtin_fabs(over);
    if ((high == 0.0 && over <= 0.0) || size <= 0x1p-51 * limit) break;
    if (c->working == working && size >= 0.5 * last) break; // the cells are settled and the rest is rounding
    working = c->working;
    last = size;
    if (c->working > 0) slope = c->slope;
    const double next = slope > 0.0 ? low + over / slope : -NB_INFINITY;
    if (!(high + next > 0.0)) { // past 0 from the right, or from where nobody works: begin on the left
      if (high == 0.0) break;
      high = low = slope = 0.0;
      last = NB_INFINITY;
      continue;
    }
    const double sum = high + next, part = sum - high;
    low = (high - (sum - part)) + (next - part); // what the sum leaves out
    high = sum;
  }
  return high + low;
}

/// Where a creator's cells lie in `room`.
NB_INLINE nb_projected nb_project_room(const nb_creators *game, double *room) {
  const size_t stride = (game->topics + 2 * NB_LANES - 1) / NB_LANES * NB_LANES;
  return (nb_projected){.y = room, .a = room + stride, .g = room + 2 * stride, .x = room + 3 * stride};
}

static void nb_project_capacity(const nb_creators *game, size_t first, size_t last, const double *stiffness, const double *point,
                                double *effort, double *capacity_price, double *room) {
  nb_projected c = nb_project_room(game, room);
  for (size_t i = first; i < last; ++i) {
    const size_t begin = game->offset[i], count = game->offset[i + 1] - begin;
    c.vectors = (count + NB_LANES - 1) / NB_LANES;
    for (size_t j = 0; j < count; j += NB_LANES) {
      const size_t at = begin + j, left = count - j;
      nb_v a = nb_gather_topics(game->limit_weight, game->topic + at, left, 1.0);
      nb_store(c.y + j, nb_load_some(point + at, left, -NB_INFINITY));
      nb_store(c.a + j, a);
      nb_store(c.g + j, stiffness ? a / nb_load_some(stiffness + at, left, 1.0) : a);
    }
    double price = nb_project_price(&c, game->limit ? game->limit[i] : NB_INFINITY, capacity_price ? capacity_price[i] : 0.0);
    if (capacity_price) capacity_price[i] = price;
    for (size_t j = 0; j < count; j += NB_LANES) nb_store_some(effort + begin + j, count - j, nb_load(c.x + j));
  }
}

/// c rho x^(rho - 1) with no power where all lanes have common exponents.
NB_INLINE nb_v nb_common_marginal_cost(nb_v x, nb_v cost, nb_v rho) {
  nb_vi half = rho == 1.5, cube = rho == 3.0, linear = rho == 1.0;
  if (!nb_all(half | cube | linear | (rho == 2.0))) {
    bool fits;
    nb_v near = nb_short_pow(nb_select(x > 0.0, x, (nb_v)1.0), rho - 1.0, &fits);
    if (!fits) return nb_creator_marginal_cost(x, cost, rho);
    return cost * rho * nb_select((x > 0.0) | linear, near, (nb_v)0.0);
  }
  nb_v power = nb_select(cube, x * x, x);
  if (nb_any(half)) power = nb_select(half, __builtin_elementwise_sqrt(x), power);
  return cost * rho * nb_select(linear, (nb_v)1.0, power);
}

/// table[topic[0..7]] += v for `count` cells.
NB_INLINE void nb_scatter_add(double *table, const int32_t *topic, size_t count, nb_v v) {
  if (count >= NB_LANES && topic[NB_LANES - 1] - topic[0] == NB_LANES - 1) {
    nb_store(table + topic[0], nb_load(table + topic[0]) + v);
    return;
  }
  for (size_t i = 0; i < (count < NB_LANES ? count : NB_LANES); ++i) table[topic[i]] += v[i];
}

static double nb_project_step(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *compliance,
                              const double *base, const double *effort, const double *coupled, double *next, double *gradient,
                              double *capacity_price, double *totals, double *room) {
  nb_projected c = nb_project_room(game, room);
  nb_v moved = 0.0;
  for (size_t i = first; i < last; ++i) {
    const size_t begin = game->offset[i], count = game->offset[i + 1] - begin;
    const double weight = game->weight ? game->weight[i] : 0.0;
    const int limited = game->limit != NULL && game->limit[i] < NB_INFINITY;
    double total, effort_price = nb_creator_effort_price(game, i, effort, &total);
    c.vectors = (count + NB_LANES - 1) / NB_LANES;
    for (size_t j = 0; j < count; j += NB_LANES) {
      const size_t p = begin + j, left = count - j;
      const int32_t *topic = game->topic + p;
      nb_v x = nb_load_some(effort + p, left, 0.0), give = nb_load_some(compliance + p, left, 1.0);
      nb_v rho = game->exponent_stride ? nb_load_some(game->exponent + p, left, 2.0) : (nb_v)game->exponent[0];
      nb_v gain = nb_mul_add(x, nb_gather_topics(at->slope, topic, left, 0.0), nb_gather_topics(at->price, topic, left, 0.0));
      if (coupled) gain -= weight * nb_load_some(coupled + p, left, 0.0);
      if (effort_price > 0.0) gain -= effort_price * nb_gather_topics(game->scale_weight, topic, left, 1.0);
      gain -= nb_common_marginal_cost(x, nb_load_some(game->cost + p, left, 1.0), rho);
      if (gradient) nb_store_some(gradient + p, left, gain);
      nb_v from = base == effort ? x : nb_load_some(base + p, left, 0.0), y = nb_mul_add(gain, give, from);
      if (limited) {
        nb_v a = nb_gather_topics(game->limit_weight, topic, left, 1.0);
        if (left < NB_LANES)
          for (size_t l = left; l < NB_LANES; ++l) y[l] = -NB_INFINITY;
        nb_store(c.y + j, y);
        nb_store(c.a + j, a);
        nb_store(c.g + j, a * give);
        continue;
      }
      nb_vi stopped = y < 0.0;
      y = nb_select(stopped, (nb_v)0.0, y);
      if (left < NB_LANES)
        for (size_t l = left; l < NB_LANES; ++l) y[l] = from[l] = 0.0;
      // h times the step is the gradient, but where the step comes to an end at 0: no division elsewhere.
      nb_v step = y - from, force = gain;
      if (nb_any(stopped & (from > 0.0))) force = nb_select(stopped, step / give, gain);
      moved = nb_mul_add(force, step, moved);
      nb_store_some(next + p, left, y);
      nb_scatter_add(totals, topic, left, y);
    }
    if (!limited) {
      if (capacity_price) capacity_price[i] = 0.0;
      continue;
    }
    double price = nb_project_price(&c, game->limit[i], capacity_price ? capacity_price[i] : 0.0);
    if (capacity_price) capacity_price[i] = price;
    for (size_t j = 0; j < count; j += NB_LANES) {
      const size_t p = begin + j, left = count - j;
      nb_v y = nb_load(c.x + j), step = y - nb_load_some(base + p, left, 0.0);
      moved = nb_mul_add(step / nb_load_some(compliance + p, left, 1.0), step, moved);
      nb_store_some(next + p, left, y);
      nb_scatter_add(totals, game->topic + p, left, y);
    }
  }
  return nb_sum_lanes(moved);
}

static void nb_creator_mismatch(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *stiffness,
                                const double *effort, const double *coupled, const double *net_price, double *reply_price,
                                double *mismatch, nb_mismatch_sums *sums) {
  nb_v square = 0.0, residual = 0.0, floor_relative = 0.0;
  for (size_t i = first; i < last; ++i) {
    const double weight = game->weight ? game->weight[i] : 0.0;
    for (size_t p = game->offset[i]; p < game->offset[i + 1]; p += NB_LANES) {
      const size_t left = game->offset[i + 1] - p;
      nb_v x = nb_load_some(effort + p, left, 0.0), h = nb_load_some(stiffness + p, left, 1.0);
      nb_v net = nb_load_some(net_price + p, left, 0.0);
      nb_v price = nb_gather_topics(at->price, game->topic + p, left, 1.0), own = x * nb_gather_topics(at->slope, game->topic + p, left, 0.0);
      nb_v joint = coupled ? weight * nb_load_some(coupled + p, left, 0.0) : (nb_v)0.0;
      nb_v reply = nb_mul_add(h, x, (price + own) - joint), off = reply - net;
      nb_store_some(reply_price + p, left, reply);
      nb_v scaled = off / __builtin_elementwise_sqrt(h);
      nb_store_some(mismatch + p, left, scaled);
      // Where x > 0 the net price less h x is what the cell's own cost balances; at a corner only a reply above it matters.
      nb_v excess = nb_select(x > 0.0, nb_magnitude(off), nb_at_least(off, 0.0));
      nb_v relative = nb_select(price > 0.0, excess / price, (nb_v)0.0);
      nb_v terms = price + nb_magnitude(own) + nb_magnitude(joint) + nb_magnitude(net - h * x);
      nb_v rounding = excess / nb_at_least(terms, NB_SMALLEST_NORMAL);
      relative = nb_select(relative == relative, relative, (nb_v)NB_INFINITY);
      rounding = nb_select(rounding == rounding, rounding, (nb_v)NB_INFINITY);
      if (left < NB_LANES)
        for (size_t l = left; l < NB_LANES; ++l) scaled[l] = relative[l] = rounding[l] = 0.0;
      square = nb_mul_add(scaled, scaled, square);
      residual = nb_select(relative > residual, relative, residual);
      floor_relative = nb_select(rounding > floor_relative, rounding, floor_relative);
    }
  }
  sums->square = nb_sum_lanes(square);
  sums->residual = nb_max_lanes(residual);
  sums->rounding = nb_max_lanes(floor_relative);
}
