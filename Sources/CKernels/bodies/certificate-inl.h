// The certificate's pass: what a run of cells shows of a given profile.
//
// Most cells are plain: the effort is positive and moderate, and the marginal payoff g is either negative or proved negative
// at 2 x, so that the gain is at most |g| x. They take a short way, in blocks and stages (share-pass-inl.h): logarithms,
// marginal costs, the rest. The others (idle creators, gains that need the price further on, what is no effort at all) are
// listed and take the long way in full vectors. Both ways give the same numbers where both apply.

typedef struct {
  nb_v residual, floor, excess, worst, unresolved;
} nb_certificate_lanes;

/// The topic as every vector of cells needs it.
typedef struct {
  nb_v price, slope, inverse_price, rounding_unit; // rounding_unit = 8 eps/P
  nb_v next_price, next_slope, step;
} nb_certificate_point;

NB_INLINE nb_certificate_point nb_certificate_point_of(const nb_price *at, const nb_price *at_step, double step) {
  double inverse_price = 1.0 / at->price;
  return (nb_certificate_point){at->price,      at->slope,      inverse_price, 0x1p-49 * inverse_price,
                                at_step->price, at_step->slope, step};
}

/// Cells in any order: of equal residuals the first counts.
NB_INLINE void nb_note_cells(nb_certificate_lanes *lanes, nb_v relative, nb_v rounding, nb_v above, nb_v index) {
  nb_vi higher = (relative > lanes->residual) | ((relative == lanes->residual) & (index < lanes->worst));
  lanes->worst = nb_select(higher, index, lanes->worst);
  lanes->residual = nb_select(higher, relative, lanes->residual);
  lanes->floor = nb_select(rounding > lanes->floor, rounding, lanes->floor);
  lanes->excess = nb_select(above > lanes->excess, above, lanes->excess);
}

/// Any cells: returns the bounds of their gains, and their marginal costs (0 where x = 0, unless rho = 1) through `marginal`.
/// `live` marks the lanes that hold a cell; the others repeat one of them, which is harmless for maxima.
NB_INLINE nb_v nb_certify_any(nb_cells c, nb_v index, nb_vi live, const nb_certificate_point *at,
                              nb_certificate_lanes *lanes, nb_v *marginal) {
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
  *marginal = cost_term;
  nb_v rounding = at->rounding_unit * ((at->price + nb_magnitude(drop)) + cost_term); // 8 eps T/P
  nb_v above = relative - rounding;
  above = nb_select(above == above, above, (nb_v)NB_INFINITY);
  nb_note_cells(lanes, relative, rounding, above, index);
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

/// What the stages hand on for one block.
typedef struct {
  double high[NB_BLOCK], low[NB_BLOCK]; // log x; NaN where the marginal cost is left to the long way
  double marginal[NB_BLOCK];
} nb_certificate_block;

/// A run of cells, or full vectors of it from cell `first` of the run on.
typedef struct {
  size_t first, count;
  const double *effort, *cost, *exponent;
  double *payoff, *revenue, *gain;
  enum nb_certificate_form form;
} nb_certificate_cells;

NB_INLINE nb_v nb_certificate_rho(const nb_certificate_cells *cells, size_t i) {
  return cells->form == nb_certify_each ? nb_load(cells->exponent + i) : (nb_v)cells->exponent[0];
}

/// The same vector of the next block: the stages' short streams end before the processor's own prefetch has begun.
NB_INLINE void nb_prefetch_certificate(const nb_certificate_cells *cells, size_t i) {
  __builtin_prefetch(cells->effort + i + NB_BLOCK);
  __builtin_prefetch(cells->cost + i + NB_BLOCK);
  if (cells->form == nb_certify_each) __builtin_prefetch(cells->exponent + i + NB_BLOCK);
}

/// c x^(rho - 1) from the marginal cost.
NB_INLINE nb_v nb_certificate_cost(const nb_certificate_cells *cells, nb_v marginal, nb_v rho) {
  return cells->form == nb_certify_each ? marginal / rho : marginal * (1.0 / (nb_v)cells->exponent[0]);
}

/// Stages 1 and 2: marginal costs; NaN where the short power does not serve.
NB_INLINE void nb_certificate_costs(const nb_certificate_cells *cells, nb_certificate_block *block) {
  const nb_v nan = __builtin_nan("");
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    nb_v low, k, high = nb_near_log(nb_load(cells->effort + i), &low, &k);
    nb_store(block->high + i, nb_select(nb_magnitude(k) <= 1022.0, high, nan));
    nb_store(block->low + i, low);
  }
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    nb_v rho = nb_certificate_rho(cells, i), c = nb_load(cells->cost + i), whole;
    nb_v m = nb_near_exp(c * rho, nb_load(block->high + i), nb_load(block->low + i), rho - 1.0, &whole);
    nb_vi fits = (nb_magnitude(whole) <= 700.0) & (rho <= 9.0);
    nb_store(block->marginal + i, nb_select(fits, m, nan));
    nb_prefetch_certificate(cells, i);
  }
}

/// Stage 3: the plain cells, and a list of the others.
NB_INLINE void nb_certify_plain(const nb_certificate_cells *cells, const nb_certificate_block *block,
                                const nb_certificate_point *at, nb_certificate_lanes *lanes, nb_cell_list *list) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const bool quadratic = cells->form == nb_certify_quadratic;
  nb_v index = lane + (double)cells->first, residual = lanes->residual, worst = lanes->worst;
  nb_v floor = lanes->floor, excess = lanes->excess;
  for (size_t i = 0; i < cells->count; i += NB_LANES, index += (double)NB_LANES) {
    nb_v x = nb_load(cells->effort + i), rho = nb_certificate_rho(cells, i);
    nb_v m;
    if (quadratic) {
      m = (2.0 * nb_load(cells->cost + i)) * x;
      nb_prefetch_certificate(cells, i);
    } else {
      m = nb_load(block->marginal + i);
    }
    nb_v drop = x * at->slope;
    nb_v g = (at->price + drop) - m, size = nb_magnitude(g);
    nb_v relative = size * at->inverse_price;
    nb_v rounding = at->rounding_unit * ((at->price + nb_magnitude(drop)) + m);
    // NaN is on neither side of a comparison, so it is never plain.
    nb_vi plain = g <= (0.69 * (rho - 1.0)) * m;
    if (quadratic) plain = plain & (x > 0.0);
    nb_v above = relative - rounding;
    nb_store(cells->payoff + i, x * (at->price - nb_certificate_cost(cells, m, rho)));
    nb_store(cells->revenue + i, x * at->price);
    nb_store(cells->gain + i, size * x);
    if (__builtin_expect(!nb_all(plain), 0)) {
      for (size_t l = 0; l < NB_LANES; ++l)
        if (!plain[l]) list->cell[list->count++] = (unsigned)(cells->first + i + l);
      relative = nb_select(plain, relative, (nb_v)0.0);
      rounding = nb_select(plain, rounding, (nb_v)0.0);
      above = nb_select(plain, above, (nb_v)-NB_INFINITY);
    }
    nb_vi higher = relative > residual; // these come in order
    worst = nb_select(higher, index, worst);
    residual = nb_select(higher, relative, residual);
    floor = nb_select(rounding > floor, rounding, floor);
    excess = nb_select(above > excess, above, excess);
  }
  lanes->residual = residual;
  lanes->worst = worst;
  lanes->floor = floor;
  lanes->excess = excess;
}

/// What one listed cell shows.
typedef struct {
  double payoff, revenue, gain;
} nb_certificate_found;

/// Full vectors: the last one repeats a real cell, masked.
NB_INLINE void nb_fill_list(nb_cell_list *list) {
  for (size_t l = 0; l < NB_LANES && list->count > 0; ++l) list->cell[list->count + l] = list->cell[list->count - 1];
}

/// Eight listed cells of the run, those from number i of the list on.
NB_INLINE void nb_certify_eight(const nb_certificate_cells *run, const nb_cell_list *list, size_t i,
                                const nb_certificate_point *at, nb_certificate_lanes *lanes, nb_certificate_found *found) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const unsigned *cell = list->cell + i;
  nb_cells c = {.rho = run->exponent[0]};
  nb_v index, m;
  for (size_t l = 0; l < NB_LANES; ++l) {
    c.x[l] = run->effort[cell[l]];
    c.cost[l] = run->cost[cell[l]];
    index[l] = (double)cell[l];
    if (run->form == nb_certify_each) c.rho[l] = run->exponent[cell[l]];
  }
  nb_v gain = nb_certify_any(c, index, lane < (double)(list->count - i), at, lanes, &m), revenue = c.x * at->price;
  nb_v payoff = c.x * (at->price - nb_certificate_cost(run, m, c.rho));
  payoff = nb_select(c.x == 0.0, (nb_v)0.0, payoff);
  for (size_t l = 0; l < NB_LANES; ++l) found[l] = (nb_certificate_found){payoff[l], revenue[l], gain[l]};
}

/// The listed cells of the run.
NB_INLINE void nb_certify_listed(const nb_certificate_cells *run, nb_cell_list *list, const nb_certificate_point *at,
                                 nb_certificate_lanes *lanes) {
  nb_certificate_found found[NB_LANES];
  nb_fill_list(list);
  for (size_t i = 0; i < list->count; i += NB_LANES) {
    nb_certify_eight(run, list, i, at, lanes, found);
    for (size_t l = 0; l < NB_LANES && i + l < list->count; ++l) {
      run->payoff[list->cell[i + l]] = found[l].payoff;
      run->revenue[list->cell[i + l]] = found[l].revenue;
      run->gain[list->cell[i + l]] = found[l].gain;
    }
  }
  list->count = 0;
}

/// Full vectors of a run from cell `first` on.
NB_INLINE nb_certificate_cells nb_certificate_part(const nb_certificate_cells *run, size_t first, size_t count) {
  nb_certificate_cells cells = *run;
  cells.first = first;
  cells.count = count;
  cells.effort += first;
  cells.cost += first;
  if (run->form == nb_certify_each) cells.exponent += first;
  cells.payoff += first;
  cells.revenue += first;
  cells.gain += first;
  return cells;
}

NB_INLINE void nb_certificate_loop(const nb_certificate_cells *all, enum nb_certificate_form form,
                                   const nb_certificate_point *at, nb_certificate_lanes *lanes) {
  nb_certificate_block block;
  nb_cell_list list;
  list.count = 0;
  nb_certificate_cells run = *all;
  run.form = form;
  for (size_t first = 0; first < run.count; first += NB_BLOCK) {
    size_t count = run.count - first < NB_BLOCK ? run.count - first : NB_BLOCK, full = count - count % NB_LANES;
    nb_certificate_cells cells = nb_certificate_part(&run, first, full);
    if (form != nb_certify_quadratic) nb_certificate_costs(&cells, &block);
    nb_certify_plain(&cells, &block, at, lanes, &list);
    for (size_t i = full; i < count; ++i) list.cell[list.count++] = (unsigned)(first + i);
    if (first + NB_BLOCK >= run.count || list.count > NB_LIST - NB_BLOCK) nb_certify_listed(&run, &list, at, lanes);
  }
}

/// What all lanes together show, but for the place of the largest residual.
NB_INLINE void nb_read_lanes(const nb_certificate_lanes *lanes, nb_certificate_sums *sums) {
  sums->residual = nb_max_lanes(lanes->residual);
  sums->floor = nb_max_lanes(lanes->floor);
  // An infinite residual less an infinite rounding is no number, and no comparison keeps it.
  sums->excess = sums->residual < NB_INFINITY ? nb_max_lanes(lanes->excess) : NB_INFINITY;
  sums->unresolved = (size_t)nb_sum_lanes(lanes->unresolved);
}

static void nb_certificate_pass(size_t n, const double *effort, const double *cost, const double *exponent,
                                size_t stride, const nb_price *at, const nb_price *at_step, double step,
                                nb_certificate_sums *sums, double *payoff, double *revenue, double *gain) {
  if (n == 0) {
    *sums = (nb_certificate_sums){0.0, 0.0, -NB_INFINITY, 0, 0};
    return;
  }
  nb_certificate_lanes lanes = {0.0, 0.0, -NB_INFINITY, 0.0, 0.0};
  const nb_certificate_point point = nb_certificate_point_of(at, at_step, step);
  nb_certificate_cells run = {.count = n, .effort = effort, .cost = cost, .exponent = exponent,
                              .payoff = payoff, .revenue = revenue, .gain = gain};
  if (stride) nb_certificate_loop(&run, nb_certify_each, &point, &lanes);
  else if (exponent[0] == 2.0) nb_certificate_loop(&run, nb_certify_quadratic, &point, &lanes);
  else nb_certificate_loop(&run, nb_certify_shared, &point, &lanes);
  nb_read_lanes(&lanes, sums);
  double first = (double)n;
  for (int j = 0; j < NB_LANES; ++j)
    if (lanes.residual[j] == sums->residual && lanes.worst[j] < first) first = lanes.worst[j];
  sums->worst = first < (double)n ? (size_t)first : 0; // no residual is above 0: the first
}
