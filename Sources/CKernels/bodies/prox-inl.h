// The proximal step of one creator: efforts whose own costs, at given net prices, balance. Derived here; the cell's
// equation is scaled so that it has two parameters, and a creator's capacity and total effort are two prices.
//
//   h x + c rho x^(rho - 1) = R - nu b - lambda a      (x = 0 where the right side does not exceed the cost at 0)
//   nu = eta (b'x)^(theta - 1),   lambda >= 0 with a'x <= B

/// One vector of cells at net prices r; stiffness h > 0.
typedef struct {
  nb_v h, cost, power; // h, c rho, rho - 1
  nb_v log_scale;      // log(c rho) - (rho - 1) log h, or infinity where closed forms serve
} nb_prox_cells;

/// Whether every lane's exponent is one whose equation has a closed form, and its numbers are far from the ends of the doubles'
/// range. Net prices only fall from r as multipliers rise.
NB_INLINE bool nb_prox_is_closed(nb_v power, nb_v h, nb_v cost, nb_v r) {
  return nb_all(((power == 1.0) | (power == 0.5) | (power == 2.0) | (power == 0.0)) & (h < 0x1p250) & (h > 0x1p-250) &
                (cost < 0x1p250) & (cost > 0x1p-250) & (r < 0x1p250));
}

/// x and dx/dr by closed forms: linear for rho = 1 and 2, quadratic in x for rho = 3 and in its root for rho = 3/2, each root as
/// a quotient of sums of one sign.
NB_INLINE nb_v nb_prox_closed(const nb_prox_cells *cells, nb_v r, nb_v *slope) {
  nb_v power = cells->power, m = cells->cost, h = cells->h;
  nb_vi linear = power == 0.0, half = power == 0.5, square = power == 2.0;
  nb_v left = nb_select(linear, r - m, r);
  nb_vi active = left > 0.0;
  left = nb_select(active, left, (nb_v)1.0);
  nb_v middle = nb_select(half, m, h);                                         // middle z + outer z^2 = left
  nb_v outer = nb_select(half, h, nb_select(square, m, (nb_v)0.0));
  middle = nb_select(power == 1.0, h + m, middle);
  nb_v root = __builtin_elementwise_sqrt(nb_mul_add(middle, middle, 4.0 * (outer * left)));
  nb_v z = 2.0 * left / (middle + root);
  nb_v x = nb_select(half, z * z, z);
  // dx/dr: 1/root for the quadratic, 2 z/root for the root, whose own equation has dz/dr = 1/root.
  nb_v d = nb_select(half, 2.0 * z, (nb_v)1.0) / root;
  active &= x >= NB_SMALLEST_NORMAL;
  *slope = nb_select(active, d, (nb_v)0.0);
  return nb_select(active, x, (nb_v)0.0);
}

/// x and dx/dr. With y = h x/r the equation is y + k y^(rho - 1) = 1, k = c rho r^(rho - 2)/h^(rho - 1): Halley's method on
/// f = log(y + k y^(rho - 1)) in log y, a convex function whose second derivative is p (1 - p) (2 - rho)^2, p the weight of the
/// first term; from the smaller of the two terms' own roots, where f lies in [0, log 2]. A step of d leaves an error of about
/// d^3/10.
NB_INLINE nb_v nb_prox_vector(const nb_prox_cells *cells, nb_v r, nb_v *slope) {
  if (nb_all(cells->log_scale == NB_INFINITY)) return nb_prox_closed(cells, r, slope);
  nb_vi linear = cells->power == 0.0;
  nb_vi active = r > nb_select(linear, cells->cost, (nb_v)0.0);
  nb_v inside = nb_select(active, nb_at_most(r, 0x1p1000), (nb_v)1.0);
  nb_v power = nb_select(linear, (nb_v)1.0, cells->power);
  nb_v log_k = nb_mul_add(power - 1.0, nb_log_positive(inside), cells->log_scale);
  nb_v l = nb_at_most(-log_k / power, 0.0), first = 0.0, second = 0.0, change = 0.0;
  nb_v spread = 0.5 * (power - 1.0) * (power - 1.0);
  for (int step = 0; step < 12; ++step) {
    first = nb_exp_flush(l);
    second = nb_exp_flush(nb_mul_add(power, l, log_k));
    nb_v sum = first + second, rise = nb_mul_add(power, second, first);
    // 2 (g - 1)/(g + 1) is log g to (g - 1)^3/12; f/f' by it, times Halley's 1/(1 - f f''/(2 f'^2)).
    nb_v newton = 2.0 * (sum - 1.0) * sum / ((sum + 1.0) * rise);
    change = newton * rise / (rise - newton * spread * (first * (second / sum)));
    l -= change;
    if (!nb_any(nb_magnitude(change) > 0x1p-18)) break;
  }
  // e^-change to rounding: the two terms where the last step ended.
  nb_v shrink = nb_mul_add(change, nb_mul_add(change, nb_mul_add(change, (nb_v)(-1.0 / 6.0), (nb_v)0.5), (nb_v)-1.0), (nb_v)1.0);
  first *= shrink;
  nb_v unit = inside / cells->h;
  nb_v x = nb_select(linear, (inside - cells->cost) / cells->h, first * unit);
  // 1/(h + (rho - 1) c rho x^(rho - 2)), both terms over r; the second is 1 less the first.
  nb_v bend = nb_select(linear, (nb_v)0.0, power * nb_at_least(1.0 - first, 0.0));
  nb_v d = nb_select(linear, 1.0 / cells->h, first / (cells->h * (first + bend)));
  active &= x >= NB_SMALLEST_NORMAL;
  *slope = nb_select(active, d, (nb_v)0.0);
  return nb_select(active, x, (nb_v)0.0);
}

/// A creator's cells in the caller's room, each array padded to whole vectors with cells that stay at 0.
typedef struct {
  size_t vectors;
  double *h, *net, *cost, *power, *log_scale, *a, *b, *x, *slope;
  double used, used_slope;     // a'x, a'D a
  double effort, effort_slope; // b'x, b'D b
  double cross;                // a'D b
} nb_prox_creator;

/// Efforts and sums at the two prices.
static void nb_prox_at(nb_prox_creator *c, double capacity_price, double effort_price) {
  nb_v used = 0.0, used_slope = 0.0, effort = 0.0, effort_slope = 0.0, cross = 0.0;
  for (size_t v = 0; v < c->vectors; ++v) {
    size_t i = v * NB_LANES;
    nb_prox_cells cells = {nb_load(c->h + i), nb_load(c->cost + i), nb_load(c->power + i), nb_load(c->log_scale + i)};
    nb_v a = nb_load(c->a + i), b = nb_load(c->b + i), slope;
    nb_v x = nb_prox_vector(&cells, nb_load(c->net + i) - capacity_price * a - effort_price * b, &slope);
    nb_store(c->x + i, x);
    nb_store(c->slope + i, slope);
    used = nb_mul_add(a, x, used);
    effort = nb_mul_add(b, x, effort);
    used_slope = nb_mul_add(a * a, slope, used_slope);
    effort_slope = nb_mul_add(b * b, slope, effort_slope);
    cross = nb_mul_add(a * b, slope, cross);
  }
  c->used = nb_sum_lanes(used);
  c->used_slope = nb_sum_lanes(used_slope);
  c->effort = nb_sum_lanes(effort);
  c->effort_slope = nb_sum_lanes(effort_slope);
  c->cross = nb_sum_lanes(cross);
}

/// The net price above which some cell has effort, in units of the weight: no price of that kind need be larger.
static double nb_prox_ceiling(const nb_prox_creator *c, const double *weight) {
  double most = 0.0;
  for (size_t i = 0; i < c->vectors * NB_LANES; ++i) {
    double above = c->net[i] - (c->power[i] == 0.0 ? c->cost[i] : 0.0);
    if (above > 0.0 && above / weight[i] > most) most = above / weight[i];
  }
  return most;
}

/// Root of a rising function in [low, high]: Newton's method kept in the bracket, by bisection where the bracket does not
/// halve in three steps.
typedef struct {
  double low, high, width;
  int slow;
} nb_bracket;

NB_INLINE double nb_bracket_step(nb_bracket *b, double at, double value, double slope) {
  if (value > 0.0) b->high = at;
  else b->low = at;
  double width = b->high - b->low, next = at - value / slope;
  b->slow = width > 0.5 * b->width ? b->slow + 1 : 0;
  if (b->slow == 0) b->width = width;
  if (!(next > b->low && next < b->high) || b->slow > 3) {
    // Over many decades the geometric middle is nearer.
    next = b->low > 0.0 && b->high > 16.0 * b->low ? __builtin_sqrt(b->low) * __builtin_sqrt(b->high) : 0.5 * (b->low + b->high);
    b->slow = 0;
    b->width = width;
  }
  return next;
}

enum { nb_prox_steps = 200 };

/// Efforts that meet a weighted sum where they hang on less than the last place of its price: each gives way as a fraction of
/// that place would make it, so that efforts which hardly respond to the price stay where their own equations hold.
static void nb_prox_fit(nb_prox_creator *c, const double *weight, double wanted, double sum, double sum_slope) {
  for (int round = 0; round < 4 && sum > 0.0 && __builtin_fabs(sum - wanted) > 0x1p-51 * wanted; ++round) {
    const double move = (wanted - sum) / sum_slope;
    if (!(__builtin_fabs(move) < NB_INFINITY)) break;
    nb_v total = 0.0, total_slope = 0.0, used = 0.0, used_slope = 0.0;
    for (size_t i = 0; i < c->vectors * NB_LANES; i += NB_LANES) {
      nb_v w = nb_load(weight + i), a = nb_load(c->a + i), slope = nb_load(c->slope + i);
      nb_v x = nb_at_least(nb_mul_add(move * w, slope, nb_load(c->x + i)), 0.0);
      slope = nb_select(x > 0.0, slope, (nb_v)0.0);
      nb_store(c->x + i, x);
      nb_store(c->slope + i, slope);
      total = nb_mul_add(w, x, total);
      total_slope = nb_mul_add(w * w, slope, total_slope);
      used = nb_mul_add(a, x, used);
      used_slope = nb_mul_add(a * a, slope, used_slope);
    }
    sum = nb_sum_lanes(total);
    sum_slope = nb_sum_lanes(total_slope);
    c->used = nb_sum_lanes(used);
    c->used_slope = nb_sum_lanes(used_slope);
  }
}

/// The total effort price that its own efforts justify, at a capacity price. Efforts are those of the price returned.
static double nb_prox_effort_price(nb_prox_creator *c, double scale, double theta, double capacity_price, double guess) {
  if (scale == 0.0 || theta == 1.0) {
    nb_prox_at(c, capacity_price, scale);
    return scale;
  }
  nb_bracket bracket = {0.0, nb_prox_ceiling(c, c->b), 0.0, 0};
  bracket.width = bracket.high;
  double price = guess > 0.0 && guess < bracket.high ? guess : 0.5 * bracket.high;
  for (int step = 0; step < nb_prox_steps; ++step) {
    nb_prox_at(c, capacity_price, price);
    double value, slope, scale_of_value;
    if (theta < 2.0) { // compare efforts: (nu/eta)^(1/(theta - 1)) has a bounded slope there
      double implied = __builtin_pow(price / scale, 1.0 / (theta - 1.0));
      value = implied - c->effort;
      slope = implied / (price * (theta - 1.0)) + c->effort_slope;
      scale_of_value = c->effort;
    } else {
      double implied = scale * __builtin_pow(c->effort, theta - 1.0);
      value = price - implied;
      slope = 1.0 + (c->effort > 0.0 ? (theta - 1.0) * implied / c->effort * c->effort_slope : 0.0);
      scale_of_value = price;
    }
    if (!(__builtin_fabs(value) > 0x1p-51 * scale_of_value)) break;
    double next = nb_bracket_step(&bracket, price, value, slope);
    if (__builtin_fabs(next - price) <= 0x1p-52 * price || !(bracket.high > bracket.low)) {
      // The last place of the price decides: from its lower end, where efforts are too large, to what the price implies.
      if (value > 0.0 && bracket.low >= price * (1.0 - 0x1p-50)) nb_prox_at(c, capacity_price, price = bracket.low);
      const double implied = __builtin_pow(price / scale, 1.0 / (theta - 1.0));
      if (__builtin_fabs(c->effort - implied) > 0x1p-40 * implied) nb_prox_fit(c, c->b, implied, c->effort, c->effort_slope);
      break;
    }
    price = next;
  }
  return price;
}

/// Both prices of a creator; efforts are those of the prices returned.
static void nb_prox_prices(nb_prox_creator *c, double limit, double scale, double theta, double *capacity_price, double *effort_price) {
  double guess = *capacity_price;
  const int limited = limit < NB_INFINITY;
  if (!limited) guess = 0.0;
  nb_bracket bracket = {0.0, limited ? nb_prox_ceiling(c, c->a) : 0.0, 0.0, 0};
  bracket.width = bracket.high;
  if (!(guess >= 0.0 && guess < bracket.high)) guess = 0.0;
  if (limited && limit == 0.0) guess = bracket.high * (1.0 + 0x1p-48); // past the last cell's own rounding
  double price = guess;
  for (int step = 0; step < nb_prox_steps; ++step) {
    *effort_price = nb_prox_effort_price(c, scale, theta, price, *effort_price);
    double over = c->used - limit;
    if (!limited || (price == 0.0 && over <= 0.0) || limit == 0.0 || __builtin_fabs(over) <= 0x1p-51 * limit) break;
    // What the effort price gives back when efforts fall.
    double bend = scale > 0.0 && theta > 1.0 && c->effort > 0.0 ? (theta - 1.0) * *effort_price / c->effort : 0.0;
    double slope = c->used_slope - c->cross * c->cross * bend / (1.0 + bend * c->effort_slope);
    double next = nb_bracket_step(&bracket, price, -over, slope);
    if (price > 0.0 && bracket.low == 0.0 && price - -over / slope <= 0.0) next = 0.0; // perhaps no price is needed
    if (__builtin_fabs(next - price) <= 0x1p-53 * price || (price > 0.0 && !(bracket.high > bracket.low))) {
      if (over < 0.0 && bracket.low >= price * (1.0 - 0x1p-50)) {
        price = bracket.low;
        *effort_price = nb_prox_effort_price(c, scale, theta, price, *effort_price);
      }
      break;
    }
    price = next;
  }
  // Where no price meets the limit, the one at which too much is used: efforts can be taken back, not made of nothing.
  if (limited && limit > 0.0 && price > 0.0 && bracket.low > 0.0 && c->used < limit * (1.0 - 0x1p-40)) {
    price = bracket.low;
    *effort_price = nb_prox_effort_price(c, scale, theta, price, *effort_price);
  }
  *capacity_price = price;
}

static void nb_creator_prox(const nb_creators *game, size_t first, size_t last, const double *stiffness, const double *net_price,
                            double *effort, double *slope, double *capacity_price, double *effort_price, double *room) {
  const size_t stride = (game->topics + 2 * NB_LANES - 1) / NB_LANES * NB_LANES;
  nb_prox_creator c = {.h = room, .net = room + stride, .cost = room + 2 * stride, .power = room + 3 * stride,
                       .log_scale = room + 4 * stride, .a = room + 5 * stride, .b = room + 6 * stride, .x = room + 7 * stride,
                       .slope = room + 8 * stride};
  for (size_t i = first; i < last; ++i) {
    const size_t begin = game->offset[i], count = game->offset[i + 1] - begin;
    if (count == 0) { // nothing that could be dear
      if (capacity_price) capacity_price[i] = 0.0;
      if (effort_price) effort_price[i] = game->scale && game->theta == 1.0 ? game->scale[i] : 0.0;
      continue;
    }
    c.vectors = (count + NB_LANES - 1) / NB_LANES;
    for (size_t j = 0; j < count; j += NB_LANES) {
      const size_t at = begin + j, left = count - j;
      nb_v cost = nb_load_some(game->cost + at, left, 1.0);
      nb_v rho = game->exponent_stride ? nb_load_some(game->exponent + at, left, 2.0) : (nb_v)game->exponent[0];
      nb_v h = nb_load_some(stiffness + at, left, 1.0);
      nb_v net = nb_load_some(net_price + at, left, -1.0);
      nb_v power = rho - 1.0, marginal = cost * rho, log_scale = NB_INFINITY; // closed forms serve
      if (!nb_prox_is_closed(power, h, marginal, net)) log_scale = nb_log_positive(marginal) - power * nb_log_positive(h);
      nb_store(c.h + j, h);
      nb_store(c.net + j, net);
      nb_store(c.cost + j, marginal);
      nb_store(c.power + j, power);
      nb_store(c.log_scale + j, log_scale);
      nb_store(c.a + j, nb_gather_topics(game->limit_weight, game->topic + at, left, 1.0));
      nb_store(c.b + j, nb_gather_topics(game->scale_weight, game->topic + at, left, 1.0));
    }
    double capacity = capacity_price ? capacity_price[i] : 0.0, total = effort_price ? effort_price[i] : 0.0;
    nb_prox_prices(&c, game->limit ? game->limit[i] : NB_INFINITY, game->scale ? game->scale[i] : 0.0, game->theta, &capacity, &total);
    if (capacity_price) capacity_price[i] = capacity;
    if (effort_price) effort_price[i] = total;
    const double limit = game->limit ? game->limit[i] : NB_INFINITY;
    if (capacity > 0.0) nb_prox_fit(&c, c.a, limit, c.used, c.used_slope);
    const nb_v fit = capacity > 0.0 && c.used > 0.0 ? limit / c.used : 1.0; // rounding errors
    for (size_t j = 0; j < count; j += NB_LANES) {
      nb_store_some(effort + begin + j, count - j, fit * nb_load(c.x + j));
      if (slope) nb_store_some(slope + begin + j, count - j, nb_load(c.slope + j));
    }
  }
}
