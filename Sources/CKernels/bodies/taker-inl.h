// Topics whose cells share one exponent: price-taker efforts, their power sums, and efforts from them.
//
// With r = rho - 1 and a reference price p, let l_i = (p / (c_i rho))^(1/r), the effort of a creator who took p as given.
// At a total s with price P and elasticity e, a = (P/p)^(1/r) and h = -e a / (r s), Lagrange's series of share-inl.h reads
//
//     x_i = a l_i sum over n >= 1 of c_n (h l_i)^(n-1),      c_n = (n - r)(n - 2 r) ... (n - (n-2) r) / (n-1)!,
//
// so the topic's total effort at any trial total follows from the power sums of l alone:  sum x = a sum c_n h^(n-1) M_n,
// M_n = sum l_i^n. One pass over the costs forms them, the total is solved on NB_MOMENTS numbers (total-inl.h), and one
// pass writes the efforts. Derived here.

typedef struct {
  nb_v moment[NB_MOMENTS], least, most;
} nb_taker_lanes;

/// Adds l^1 .. l^terms; lanes past the end are 0 in the sums.
NB_INLINE void nb_add_powers(nb_taker_lanes *sums, nb_v l, int terms) {
  nb_v l2 = l * l, l3 = l2 * l, l4 = l2 * l2, l5 = l4 * l, l6 = l4 * l2, l7 = l4 * l3, l8 = l4 * l4;
  sums->moment[0] += l;
  sums->moment[1] += l2;
  sums->moment[2] += l3;
  sums->moment[3] += l4;
  sums->moment[4] += l5;
  sums->moment[5] += l6;
  sums->moment[6] += l7;
  sums->moment[7] += l8;
  if (terms <= 8) return;
  sums->moment[8] += l8 * l;
  sums->moment[9] += l8 * l2;
  if (terms <= 10) return;
  sums->moment[10] += l8 * l3;
  sums->moment[11] += l8 * l4;
  if (terms <= 12) return;
  sums->moment[12] += l8 * l5;
  sums->moment[13] += l8 * l6;
  sums->moment[14] += l8 * l7;
  sums->moment[15] += l8 * l8;
}

/// Sums, and the smallest and largest l. Cells past the end repeat a real one and are 0 in the sums.
NB_INLINE void nb_add_taker(nb_taker_lanes *sums, nb_v l, size_t count, int terms) {
  const nb_v lane = {0, 1, 2, 3, 4, 5, 6, 7};
  sums->most = nb_at_least(sums->most, l);
  sums->least = nb_at_most(sums->least, l);
  nb_add_powers(sums, count < NB_LANES ? nb_select(lane < (double)count, l, (nb_v)0.0) : l, terms);
}

/// Returns whether all ratios of costs to the reference are numbers that have logarithms.
NB_INLINE bool nb_taker_block(size_t count, const double *cost, nb_v scale, nb_v inverse_r, int is_quadratic,
                              double *taker, nb_taker_lanes *sums, int terms) {
  nb_vi outside = 0;
  size_t whole = count - count % NB_LANES;
  if (is_quadratic) {
    for (size_t i = 0; i < whole; i += NB_LANES) {
      nb_v l = 1.0 / (nb_load(cost + i) * scale);
      nb_store(taker + i, l);
      nb_add_taker(sums, l, NB_LANES, terms);
    }
    if (whole < count) {
      nb_v l = 1.0 / (nb_load_tail(cost + whole, count - whole, cost[whole]) * scale);
      nb_store_tail(taker + whole, count - whole, l);
      nb_add_taker(sums, l, count - whole, terms);
    }
    return true; // what is extreme shows in the result
  }
  double logs[NB_BLOCK];
  for (size_t i = 0; i < count; i += NB_LANES) {
    nb_v ratio = nb_load_some(cost + i, count - i, cost[i]) * scale;
    outside |= (ratio < 0x1p-1000) | (ratio > 0x1p1000);
    nb_store(logs + i, nb_log_positive(ratio));
  }
  for (size_t i = 0; i < whole; i += NB_LANES) {
    nb_v l = nb_exp_flush(-(nb_load(logs + i) * inverse_r));
    nb_store(taker + i, l);
    nb_add_taker(sums, l, NB_LANES, terms);
  }
  if (whole < count) {
    nb_v l = nb_exp_flush(-(nb_load(logs + whole) * inverse_r));
    nb_store_tail(taker + whole, count - whole, l);
    nb_add_taker(sums, l, count - whole, terms);
  }
  return !nb_any(outside);
}

NB_INLINE void nb_taker_loop(size_t n, const double *cost, double rho, double reference, double *taker,
                             nb_taker_sums *sums, int terms) {
  nb_taker_lanes lanes;
  for (int j = 0; j < NB_MOMENTS; ++j) lanes.moment[j] = 0.0;
  lanes.least = NB_INFINITY;
  lanes.most = 0.0;
  nb_v scale = rho / reference, inverse_r = 1.0 / (rho - 1.0);
  bool inside = true;
  for (size_t first = 0; first < n; first += NB_BLOCK) {
    size_t count = n - first < NB_BLOCK ? n - first : NB_BLOCK;
    inside &= nb_taker_block(count, cost + first, scale, inverse_r, rho == 2.0, taker + first, &lanes, terms);
  }
  for (int j = 0; j < NB_MOMENTS; j += NB_LANES) nb_store(sums->moment + j, nb_sum_lanes_of_eight(lanes.moment + j));
  sums->least = -nb_max_of_numbers(-lanes.least);
  sums->most = inside ? nb_max_of_numbers(lanes.most) : NB_INFINITY;
}

static void nb_taker_pass(size_t n, const double *cost, double rho, double reference, int terms, double *taker,
                          nb_taker_sums *sums) {
  if (terms <= 8) nb_taker_loop(n, cost, rho, reference, taker, sums, 8);
  else if (terms <= 10) nb_taker_loop(n, cost, rho, reference, taker, sums, 10);
  else if (terms <= 12) nb_taker_loop(n, cost, rho, reference, taker, sums, 12);
  else nb_taker_loop(n, cost, rho, reference, taker, sums, 16);
}

/// x = l (k_1 + k_2 l + ... ), by pairs.
NB_INLINE nb_v nb_taker_effort(nb_v l, const double *k, int terms) {
  nb_v l2 = l * l, l4 = l2 * l2;
  nb_v p01 = nb_mul_add(l, (nb_v)k[1], (nb_v)k[0]), p23 = nb_mul_add(l, (nb_v)k[3], (nb_v)k[2]);
  nb_v p45 = nb_mul_add(l, (nb_v)k[5], (nb_v)k[4]), p67 = nb_mul_add(l, (nb_v)k[7], (nb_v)k[6]);
  nb_v low = nb_mul_add(l2, p23, p01), high = nb_mul_add(l2, p67, p45);
  if (terms > 8) {
    nb_v top = nb_mul_add(l, (nb_v)k[9], (nb_v)k[8]);
    if (terms > 10) top = nb_mul_add(l2, nb_mul_add(l, (nb_v)k[11], (nb_v)k[10]), top);
    if (terms > 12) {
      nb_v pcd = nb_mul_add(l, (nb_v)k[13], (nb_v)k[12]), pef = nb_mul_add(l, (nb_v)k[15], (nb_v)k[14]);
      top = nb_mul_add(l4, nb_mul_add(l2, pef, pcd), top);
    }
    high = nb_mul_add(l4, top, high);
  }
  return l * nb_mul_add(l4, high, low);
}

NB_INLINE double nb_taker_effort_loop(size_t n, const double *taker, nb_v unit, const double *k, double *effort, int terms) {
  nb_v sum = 0.0;
  size_t i = 0;
  for (; i + NB_LANES <= n; i += NB_LANES) {
    nb_v x = nb_taker_effort(unit * nb_load(taker + i), k, terms);
    sum += x;
    nb_store(effort + i, x);
  }
  if (i < n) {
    nb_v x = nb_taker_effort(unit * nb_load_tail(taker + i, n - i, 0.0), k, terms); // the lanes past the end give 0
    sum += x;
    nb_store_tail(effort + i, n - i, x);
  }
  return nb_sum_lanes(sum);
}

static double nb_taker_effort_pass(size_t n, const double *taker, double unit, int terms, const double *coefficient,
                                   double *effort) {
  return terms <= 8    ? nb_taker_effort_loop(n, taker, unit, coefficient, effort, 8)
         : terms <= 10 ? nb_taker_effort_loop(n, taker, unit, coefficient, effort, 10)
         : terms <= 12 ? nb_taker_effort_loop(n, taker, unit, coefficient, effort, 12)
                       : nb_taker_effort_loop(n, taker, unit, coefficient, effort, 16);
}
