// The solver's pass over a topic's cells: shares at a trial total (share-inl.h), their sums, and the efforts.
//
// Cells are taken in blocks, and a block in stages, each a short loop that the processor can overlap with itself:
//   1. price-taker shares y, from the costs (one log, one exp) or moved from another trial total (one exp, or one product
//      where the exponent is shared):  log y changes by dlog P / r - dlog s;
//   2. the easy cells, by the series, and a list of the others;
//   3. the others in full vectors, each from its cost, by the formula that covers its vector.
// A cell's kind depends on its own numbers only, so sums are formed in the same order on every target.

typedef struct {
  nb_v share, slope, square, cube, dominant, slack, slack_slope;
} nb_share_lanes;

/// Adds easy cells: none is dominant.
NB_INLINE void nb_add_easy(nb_share_lanes *sums, nb_v z, nb_v rate) {
  nb_v first = z * rate, second = first * rate;
  sums->share += z;
  sums->slope += first;
  sums->square += second;
  sums->cube += second * rate;
}

NB_INLINE void nb_add_response(nb_share_lanes *sums, nb_cell_response cell) {
  nb_vi dominant = cell.q < 0.5;
  nb_add_easy(sums, nb_select(dominant, (nb_v)0.0, cell.z), cell.share_rate);
  sums->dominant += nb_select(dominant, (nb_v)1.0, (nb_v)0.0);
  sums->slack += nb_select(dominant, cell.q, (nb_v)0.0);
  sums->slack_slope += nb_select(dominant, cell.q * cell.slack_rate, (nb_v)0.0);
}

NB_INLINE nb_share_sums nb_share_totals(const nb_share_lanes *lanes) {
  return (nb_share_sums){nb_sum_lanes(lanes->share),    nb_sum_lanes(lanes->slope), nb_sum_lanes(lanes->square),
                         nb_sum_lanes(lanes->cube),     nb_sum_lanes(lanes->dominant), nb_sum_lanes(lanes->slack),
                         nb_sum_lanes(lanes->slack_slope)};
}

NB_INLINE nb_v nb_stored_effort(nb_v x) { return nb_select(x < NB_SMALLEST_NORMAL, (nb_v)0.0, x); }

/// rho = 1 or 2 for all cells: closed forms.
NB_INLINE void nb_closed_share_loop(size_t n, const double *cost, bool is_quadratic, const nb_topic_point *at,
                                    nb_share_lanes *lanes, double *effort) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  for (size_t i = 0; i < n; i += NB_LANES) {
    size_t count = n - i;
    nb_v x, c = nb_load_some(cost + i, count, cost[i]); // lanes past the end repeat a real cell and are masked below
    nb_cell_response cell = is_quadratic ? nb_quadratic_share(c, at, &x) : nb_linear_share(c, at, &x);
    if (count < NB_LANES) {
      nb_vi live = lane < (double)count;
      cell.z = nb_select(live, cell.z, (nb_v)0.0);
      cell.q = nb_select(live, cell.q, (nb_v)1.0);
    }
    nb_add_response(lanes, cell);
    if (effort) nb_store_some(effort + i, count, nb_stored_effort(x));
  }
}

#define NB_LIST (4 * NB_BLOCK)

/// One block's work space.
typedef struct {
  double y[NB_BLOCK];         // price-taker shares; NaN: take the cell from its cost
  double inverse_r[NB_BLOCK]; // where exponents vary
  double logs[NB_BLOCK];      // log(c rho / P) before the shift
} nb_share_block;

/// Cells left to stage 3, by their index in the run. One or two a block: they are gathered over many blocks, so that
/// most vectors are full.
typedef struct {
  size_t count;
  unsigned cell[NB_LIST + NB_LANES];
} nb_cell_list;

/// The block of cells that a stage works on.
typedef struct {
  size_t first, count; // in the run
  const double *cost, *exponent;
  bool varies; // exponents vary
  nb_v rho, r, inverse_r; // where they do not
  nb_share_series series;
} nb_share_cells;

NB_INLINE nb_v nb_cost_ratio(nb_v cost, nb_v rho, const nb_topic_point *at) {
  return at->anchor > 0.0 ? (cost * rho) / at->anchor : (cost * rho) * at->inverse_price_before_shift;
}

/// Stage 1 from the costs. Cells whose ratio to the price is extreme are left to stage 3.
NB_INLINE void nb_fresh_takers(const nb_share_cells *cells, const nb_topic_point *at, nb_share_block *block) {
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    nb_v c = nb_load_some(cells->cost + i, count, cells->cost[i]);
    nb_v rho = cells->varies ? nb_load_some(cells->exponent + i, count, cells->exponent[i]) : cells->rho;
    nb_v ratio = nb_cost_ratio(c, rho, at);
    nb_v value = nb_log_positive(ratio);
    nb_vi inside = (ratio >= 0x1p-1000) & (ratio <= 0x1p1000);
    nb_store(block->logs + i, nb_select(inside, value, (nb_v)__builtin_nan("")));
  }
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    nb_v inverse_r = cells->inverse_r;
    if (cells->varies) {
      inverse_r = 1.0 / (nb_load_some(cells->exponent + i, count, cells->exponent[i]) - 1.0);
      nb_store(block->inverse_r + i, inverse_r);
    }
    nb_v log_x = (at->log_price_shift - nb_load(block->logs + i)) * inverse_r;
    nb_store(block->y + i, nb_exp_flush((log_x - at->log_total) - at->log_total_shift));
  }
}

/// Stage 1 from the price-taker shares of another point. Near-linear costs would magnify the price's rounding, very convex
/// ones that of the share: both are taken from their costs.
NB_INLINE void nb_moved_takers(const nb_share_cells *cells, const double *taker, const nb_taker_move *move,
                               nb_share_block *block) {
  const nb_v steepest = 64.0, flattest = 0x1p-10, nan = __builtin_nan("");
  nb_v factor = nb_exp_flush(move->log_price * cells->inverse_r - move->log_total);
  factor = nb_select((cells->inverse_r <= steepest) & (cells->inverse_r >= flattest), factor, nan);
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    if (cells->varies) {
      nb_v inverse_r = 1.0 / (nb_load_some(cells->exponent + i, count, cells->exponent[i]) - 1.0);
      nb_store(block->inverse_r + i, inverse_r);
      factor = nb_exp_flush(move->log_price * inverse_r - move->log_total);
      factor = nb_select((inverse_r <= steepest) & (inverse_r >= flattest), factor, nan);
    }
    nb_store(block->y + i, nb_load_some(taker + i, count, taker[i]) * factor);
  }
}

/// Stage 2: cells with 2^-900 <= y and b = e y <= 2^-7 min(r, 1).
NB_INLINE void nb_easy_cells(const nb_share_cells *cells, const nb_topic_point *at, nb_share_block *block,
                             nb_share_lanes *lanes, double *effort, nb_cell_list *medium, nb_cell_list *hard) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  nb_share_series series = cells->series;
  nb_v r = cells->r, inverse_r = cells->inverse_r;
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    size_t count = cells->count - i;
    if (cells->varies) {
      r = nb_load_some(cells->exponent + i, count, cells->exponent[i]) - 1.0;
      inverse_r = nb_load(block->inverse_r + i);
      series = nb_series_for(r);
    }
    nb_v y = nb_load(block->y + i), b = y * at->elasticity;
    nb_v reach = nb_select(r > 0.0, nb_at_most(r, 1.0), (nb_v)-1.0); // linear cells are never easy
    nb_vi easy = (b <= 0x1p-7 * reach) & (y >= 0x1p-900);
    nb_cell_response cell = nb_small_share(y, b, r, inverse_r, &series, at);
    nb_v x = cell.z * at->total;
    if (__builtin_expect(count < NB_LANES || !nb_all(easy), 0)) {
      nb_vi near = (b <= 0x1p-3 * reach) & (y >= 0x1p-900);
      for (size_t l = 0; l < NB_LANES && l < count; ++l) {
        if (easy[l]) continue;
        nb_cell_list *list = near[l] ? medium : hard;
        list->cell[list->count++] = (unsigned)(cells->first + i + l);
      }
      nb_vi counts = easy & (lane < (double)count);
      cell.z = nb_select(counts, cell.z, (nb_v)0.0);
      cell.share_rate = nb_select(counts, cell.share_rate, (nb_v)0.0);
    }
    nb_add_easy(lanes, cell.z, cell.share_rate);
    if (effort) nb_store_some(effort + i, count, nb_stored_effort(x));
  }
}

/// Stage 3: the cells of a list, eight at a time, with pointers to the start of the run.
NB_INLINE void nb_listed_cells(const nb_share_cells *cells, nb_cell_list *list, const nb_topic_point *at,
                               nb_share_lanes *lanes, double *effort) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  for (size_t l = 0; l < NB_LANES && list->count > 0; ++l) // real cells, masked below
    list->cell[list->count + l] = list->cell[list->count - 1];
  for (size_t i = 0; i < list->count; i += NB_LANES) {
    const unsigned *index = list->cell + i;
    size_t count = list->count - i;
    nb_v c, rho = cells->rho;
    for (size_t l = 0; l < NB_LANES; ++l) c[l] = cells->cost[index[l]];
    nb_share_series series = cells->series;
    nb_v r = cells->r, inverse_r = cells->inverse_r, x;
    if (cells->varies) {
      for (size_t l = 0; l < NB_LANES; ++l) rho[l] = cells->exponent[index[l]];
      r = rho - 1.0;
      inverse_r = 1.0 / r;
      series = nb_series_for(r);
    }
    nb_cell_response cell = nb_power_share(c, rho, r, inverse_r, &series, at, &x);
    nb_vi live = lane < (double)count;
    cell.z = nb_select(live, cell.z, (nb_v)0.0);
    cell.q = nb_select(live, cell.q, (nb_v)1.0);
    nb_add_response(lanes, cell);
    if (effort) {
      x = nb_stored_effort(x);
      for (size_t l = 0; l < NB_LANES && l < count; ++l) effort[index[l]] = x[l];
    }
  }
  list->count = 0;
}

NB_INLINE void nb_share_loop(size_t n, const double *cost, const double *exponent, bool varies, const nb_topic_point *at,
                             const nb_taker_move *move, double *taker, nb_share_lanes *lanes, double *effort) {
  nb_share_block block;
  nb_cell_list medium, hard;
  medium.count = hard.count = 0;
  nb_share_cells run = {.varies = varies, .rho = exponent[0], .cost = cost, .exponent = exponent};
  run.r = run.rho - 1.0;
  run.inverse_r = 1.0 / run.r;
  run.series = nb_series_for(run.r);
  nb_share_cells cells = run;
  for (size_t first = 0; first < n; first += NB_BLOCK) {
    cells.first = first;
    cells.count = n - first < NB_BLOCK ? n - first : NB_BLOCK;
    cells.cost = cost + first;
    cells.exponent = varies ? exponent + first : exponent;
    if (move) {
      nb_moved_takers(&cells, taker + first, move, &block);
    } else {
      nb_fresh_takers(&cells, at, &block);
      for (size_t i = 0; taker && i < cells.count; i += NB_LANES)
        nb_store_some(taker + first + i, cells.count - i, nb_load(block.y + i));
    }
    nb_easy_cells(&cells, at, &block, lanes, effort ? effort + first : NULL, &medium, &hard);
    bool isLast = first + NB_BLOCK >= n;
    if (isLast || medium.count > NB_LIST - NB_BLOCK) nb_listed_cells(&run, &medium, at, lanes, effort);
    if (isLast || hard.count > NB_LIST - NB_BLOCK) nb_listed_cells(&run, &hard, at, lanes, effort);
  }
}

static void nb_share_pass(size_t n, const double *cost, const double *exponent, size_t exponent_stride,
                          const nb_topic_point *at, const nb_taker_move *move, double *taker, nb_share_sums *sums,
                          double *effort) {
  nb_share_lanes lanes = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  if (n > 0) {
    if (exponent_stride == 1) {
      nb_share_loop(n, cost, exponent, true, at, move, taker, &lanes, effort);
    } else if (exponent[0] == 2.0 && at->moderate) {
      nb_closed_share_loop(n, cost, true, at, &lanes, effort);
    } else if (exponent[0] == 1.0 && at->moderate && !(at->anchor > 0.0)) {
      nb_closed_share_loop(n, cost, false, at, &lanes, effort);
    } else {
      nb_share_loop(n, cost, exponent, false, at, move, taker, &lanes, effort);
    }
  }
  *sums = nb_share_totals(&lanes);
}
