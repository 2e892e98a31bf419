// The certificate's pass with what it finds added to the sums of the creators, and its own power for a shared exponent.
//
// The same cells are plain as in certificate-inl.h and the others take the same long way. A plain cell's numbers go
// straight from registers to the sums: nothing is written that is read back. Where all cells of a contest share their
// exponent, x^(rho - 1) comes from a table of points and a series between them: neither logarithm nor exponential nor division.

/// Fills `points` (pairs x^exponent, 1/x) for the middles x of NB_POWER_STEPS equal parts of each octave from 2^lowest on.
static void nb_power_points(double exponent, int lowest, double *points) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int octave = 0; octave < NB_POWER_OCTAVES; ++octave) {
    nb_v start = nb_power_of_two((nb_v)(double)(lowest + octave));
    for (int j = 0; j < NB_POWER_STEPS; j += NB_LANES, points += 2 * NB_LANES) {
      nb_v x = start * (1.0 + (lane + ((double)j + 0.5)) * (1.0 / NB_POWER_STEPS)); // exact
      nb_v power = nb_pow(x, (nb_v)exponent), inverse = 1.0 / x;
      for (int l = 0; l < NB_LANES; ++l) {
        points[2 * l] = power[l];
        points[2 * l + 1] = inverse[l];
      }
    }
  }
}

/// A table of powers as the loop needs it.
typedef struct {
  const double *points;
  nb_v low, high;   // efforts from 2^lowest to 2^(lowest + octaves), the end excluded
  nb_vi low_word;   // of 2^lowest
  nb_v binomial[9]; // of the exponent over 1 to 8
} nb_power_window;

NB_INLINE nb_power_window nb_window_of(const nb_power_table *table) {
  nb_power_window window = {.points = table->points};
  window.low = nb_power_of_two((nb_v)(double)table->lowest);
  window.high = nb_power_of_two((nb_v)(double)(table->lowest + NB_POWER_OCTAVES));
  window.low_word = nb_bits(window.low);
  double binomial = 1.0;
  for (int k = 1; k <= 8; ++k) {
    binomial = binomial * (table->exponent - (double)(k - 1)) / (double)k;
    window.binomial[k] = binomial;
  }
  return window;
}

/// a x^exponent for x inside the window (`*inside` false elsewhere, the value then finite or not and meaningless).
/// With the nearest point p: x^y = p^y (1 + f)^y, f = (x - p)/p, |f| <= 2^-6: eight terms of the binomial series leave
/// 2^-60. Error: that of p^y (1.15 ULP) and 1.5 ULP of a p^y and the last sum.
NB_INLINE nb_v nb_window_pow(nb_v a, nb_v x, const nb_power_window *window, nb_vi *inside) {
  const int bits = 52 - __builtin_ctz(NB_POWER_STEPS); // of the fraction that tell places between two points apart
  *inside = (x >= window->low) & (x < window->high);
  // The middle of the part that x lies in; x - p is exact.
  nb_v p = nb_from_word((nb_word(x) & ~((1UL << bits) - 1UL)) | (1UL << (bits - 1)));
  nb_vi place = (nb_vi)((nb_word(x) - (nb_vu)window->low_word) >> bits) * 2;
  place = *inside ? place : (nb_vi)0;
  nb_v power = nb_gather(window->points, place), inverse = nb_gather(window->points + 1, place);
  nb_v f = (x - p) * inverse, f2 = f * f, f4 = f2 * f2;
  const nb_v *b = window->binomial;
  nb_v b12 = nb_mul_add(f, b[2], b[1]), b34 = nb_mul_add(f, b[4], b[3]);
  nb_v b56 = nb_mul_add(f, b[6], b[5]), b78 = nb_mul_add(f, b[8], b[7]);
  nb_v series = f * nb_mul_add(f4, nb_mul_add(f2, b78, b56), nb_mul_add(f2, b34, b12));
  nb_v scaled = a * power;
  return nb_mul_add(scaled, series, scaled);
}

/// Largest magnitudes seen, in units of the price; what the topic shares is divided out at the end.
typedef struct {
  nb_v size;  // |g|
  nb_v terms; // T
  nb_v over;  // |g| - 8 eps T
} nb_certificate_peaks;

/// Plain cells of a block to the sums, and a list of the others. `marginal` holds their marginal costs where no window gives
/// them and costs are not quadratic.
NB_INLINE void nb_sum_plain(const nb_certificate_run *run, const nb_certificate_cells *cells, const double *marginal,
                            const nb_power_window *window, const nb_certificate_point *at, nb_certificate_peaks *peaks,
                            nb_cell_list *list) {
  const bool each = cells->form == nb_certify_each, quadratic = cells->form == nb_certify_quadratic;
  const nb_v rho_shared = cells->exponent[0], inverse_rho = 1.0 / rho_shared, reach_shared = 0.69 * (rho_shared - 1.0);
  const size_t cost_bytes = run->next_cost_bytes;
  const char *next_effort = (const char *)run->next_effort + cells->first * sizeof(double);
  const char *next_cost = (const char *)run->next_cost + cells->first * cost_bytes;
  nb_v most_size = peaks->size, most_terms = peaks->terms, most_over = peaks->over;
  for (size_t i = 0; i < cells->count; i += NB_LANES) {
    nb_v x = nb_load(cells->effort + i), m;
    nb_vi inside = x > 0.0;
    if (quadratic) m = (2.0 * nb_load(cells->cost + i)) * x;
    else if (window) m = nb_window_pow(nb_load(cells->cost + i) * rho_shared, x, window, &inside);
    else m = nb_load(marginal + i);
    __builtin_prefetch(next_effort + i * sizeof(double));
    __builtin_prefetch(next_cost + i * cost_bytes);
    nb_v drop = x * at->slope;
    nb_v g = (at->price + drop) - m, size = nb_magnitude(g);
    nb_v terms = (at->price + nb_magnitude(drop)) + m;
    nb_v over = nb_mul_add((nb_v)-0x1p-49, terms, size);
    nb_v rho = each ? nb_load(cells->exponent + i) : rho_shared;
    // NaN is on neither side of a comparison, so it is never plain.
    nb_vi plain = inside & (g <= (each ? 0.69 * (rho - 1.0) : reach_shared) * m);
    nb_v payoff = x * (at->price - (each ? m / rho : m * inverse_rho)), revenue = x * at->price, gain = size * x;
    if (__builtin_expect(!nb_all(plain), 0)) {
      for (size_t l = 0; l < NB_LANES; ++l)
        if (!plain[l]) list->cell[list->count++] = (unsigned)(cells->first + i + l);
      size = nb_select(plain, size, (nb_v)0.0);
      terms = nb_select(plain, terms, (nb_v)0.0);
      over = nb_select(plain, over, (nb_v)-NB_INFINITY);
      payoff = nb_select(plain, payoff, (nb_v)0.0);
      revenue = nb_select(plain, revenue, (nb_v)0.0);
      gain = nb_select(plain, gain, (nb_v)0.0);
    }
    nb_store(cells->payoff + i, nb_load(cells->payoff + i) + payoff);
    nb_store(cells->revenue + i, nb_load(cells->revenue + i) + revenue);
    nb_store(cells->gain + i, nb_load(cells->gain + i) + gain);
    most_size = nb_select(size > most_size, size, most_size);
    most_terms = nb_select(terms > most_terms, terms, most_terms);
    most_over = nb_select(over > most_over, over, most_over);
  }
  *peaks = (nb_certificate_peaks){most_size, most_terms, most_over};
}

NB_INLINE void nb_certificate_sum_loop(const nb_certificate_run *run, enum nb_certificate_form form,
                                       const nb_power_window *window, const nb_certificate_point *at,
                                       nb_certificate_lanes *lanes, nb_certificate_peaks *peaks) {
  nb_certificate_block block;
  nb_cell_list list;
  list.count = 0;
  nb_certificate_found found[NB_LANES];
  const nb_certificate_cells all = {.count = run->count, .effort = run->effort, .cost = run->cost, .exponent = run->exponent,
                                    .payoff = run->payoff, .revenue = run->revenue, .gain = run->gain, .form = form};
  size_t open = 0;
  for (size_t first = 0; first < run->count; first += NB_BLOCK) {
    size_t count = run->count - first < NB_BLOCK ? run->count - first : NB_BLOCK;
    nb_certificate_cells cells = nb_certificate_part(&all, first, count - count % NB_LANES);
    if (form != nb_certify_quadratic && !window) nb_certificate_costs(&cells, &block);
    nb_sum_plain(run, &cells, block.marginal, window, at, peaks, &list);
    for (size_t i = cells.count; i < count; ++i) list.cell[list.count++] = (unsigned)(first + i);
    if (first + NB_BLOCK < run->count && list.count <= NB_LIST - NB_BLOCK) continue;
    nb_fill_list(&list);
    for (size_t i = 0; i < list.count; i += NB_LANES) {
      nb_certify_eight(&all, &list, i, at, lanes, found);
      for (size_t l = 0; l < NB_LANES && i + l < list.count; ++l) {
        unsigned cell = list.cell[i + l];
        bool is_open = found[l].gain != found[l].gain;
        run->payoff[cell] += found[l].payoff;
        run->revenue[cell] += found[l].revenue;
        if (is_open) run->open[open++] = cell;
        else run->gain[cell] += found[l].gain;
      }
    }
    list.count = 0;
  }
}

static void nb_certificate_add(const nb_certificate_run *run, const nb_price *at, const nb_price *at_step, double step,
                               nb_certificate_sums *sums) {
  if (run->count == 0) {
    *sums = (nb_certificate_sums){0.0, 0.0, -NB_INFINITY, 0, 0};
    return;
  }
  nb_certificate_lanes lanes = {0.0, 0.0, -NB_INFINITY, 0.0, 0.0};
  nb_certificate_peaks peaks = {0.0, 0.0, -NB_INFINITY};
  const nb_certificate_point point = nb_certificate_point_of(at, at_step, step);
  if (run->exponent_stride) {
    nb_certificate_sum_loop(run, nb_certify_each, NULL, &point, &lanes, &peaks);
  } else if (run->exponent[0] == 2.0) {
    nb_certificate_sum_loop(run, nb_certify_quadratic, NULL, &point, &lanes, &peaks);
  } else if (run->powers) {
    const nb_power_window window = nb_window_of(run->powers);
    nb_certificate_sum_loop(run, nb_certify_shared, &window, &point, &lanes, &peaks);
  } else {
    nb_certificate_sum_loop(run, nb_certify_shared, NULL, &point, &lanes, &peaks);
  }
  nb_v residual = peaks.size * point.inverse_price, floor = peaks.terms * point.rounding_unit;
  nb_v excess = peaks.over * point.inverse_price;
  lanes.residual = nb_select(residual > lanes.residual, residual, lanes.residual);
  lanes.floor = nb_select(floor > lanes.floor, floor, lanes.floor);
  lanes.excess = nb_select(excess > lanes.excess, excess, lanes.excess);
  nb_read_lanes(&lanes, sums);
  sums->worst = 0;
}

// A division is 16 cycles, so only vectors that may hold a new largest ratio are divided: seven of 128, mostly.
static bool nb_gain_peak_of(size_t n, const double *revenue, const double *gain, double tolerance, nb_gain_peak *peak) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  nb_v most = 0.0, relative = 0.0, worst = 0.0, index = lane;
  nb_vi within = (nb_vi)-1;
  double known = 0.0; // a little below the largest ratio so far
  for (size_t i = 0; i < n; i += NB_LANES, index += (double)NB_LANES) {
    nb_v own = nb_load_some(revenue + i, n - i, 1.0), more = nb_load_some(gain + i, n - i, 0.0);
    within &= more <= tolerance * own;
    most = nb_select(more > most, more, most);
    // The small number stands for what a product below the normal range is rounded by.
    if (__builtin_expect(!nb_any(more > nb_mul_add(own, (nb_v)known, (nb_v)-0x1p-1040)), 1)) continue;
    nb_v ratio = more / own; // no number where both are 0: then it is not higher
    nb_vi higher = ratio > relative;
    worst = nb_select(higher, index, worst);
    relative = nb_select(higher, ratio, relative);
    known = nb_max_lanes(relative) * (1.0 - 0x1p-50);
  }
  double first = (double)n;
  *peak = (nb_gain_peak){nb_max_lanes(most), nb_max_lanes(relative), 0};
  for (int l = 0; l < NB_LANES; ++l)
    if (relative[l] == peak->relative && worst[l] < first) first = worst[l];
  peak->worst = peak->relative > 0.0 ? (size_t)first : 0;
  return nb_all(within);
}
