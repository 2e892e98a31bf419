// The share of a cell at a trial total, and its slope in log s: formulas for cells of every kind. share-pass-inl.h goes
// over a topic with them.
//
// At a total s with price P and elasticity e = -s P'/P, the first-order condition of a cell with share z = x/s and
// r = rho - 1 is  (c rho / P) s^r z^r + e z = 1.  With q = 1 - e z (the part of the price that the cell keeps at the
// margin), y = ((P / (c rho))^(1/r)) / s (its share if it took the price as given), b = e y and z = y e^-eta:
//
//     1 - e^(-r eta) = b e^(-eta),      q = e^(-r eta),      e z = 1 - q.                               (*)
//
// Both e z and q come without cancellation however small they are, and nothing overflows: y lives as a logarithm.
// A linear cell (r = 0) has q = min(1, c / P). Derived here from the first-order condition.
//
// Slopes, by the implicit function theorem on (*):
//     dlog z/dlog s = -(q (e + r) + (1 - q) e'/e) / (q r + 1 - q),
//     dlog q/dlog s = (1 - q) (e + r - r e'/e) / (q r + 1 - q).
//
// A cell with q < 1/2 is summed through q instead of z, so that the aggregate condition sum z = 1 keeps its relative
// accuracy when one creator holds nearly everything and q is far below the rounding error of z.

typedef struct {
  nb_v z, q, share_rate, slack_rate; // rates are dlog/dlog s
} nb_cell_response;

/// Coefficients of the share's series for a given r, see nb_small_share.
typedef struct {
  nb_v c3, c4, c5, c6, c7, c8, c9;
} nb_share_series;

NB_INLINE nb_share_series nb_series_for(nb_v r) {
  nb_share_series s;
  s.c3 = nb_mul_add((nb_v)(-1.0 / 2), r, (nb_v)(3.0 / 2));
  s.c4 = nb_mul_add(nb_mul_add((nb_v)(1.0 / 3), r, (nb_v)(-2.0)), r, (nb_v)(8.0 / 3));
  s.c5 = nb_mul_add(nb_mul_add(nb_mul_add((nb_v)(-1.0 / 4), r, (nb_v)(55.0 / 24)), r, (nb_v)(-25.0 / 4)), r, (nb_v)(125.0 / 24));
  s.c6 = nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add((nb_v)(1.0 / 5), r, (nb_v)(-5.0 / 2)), r, (nb_v)(21.0 / 2)), r, (nb_v)(-18.0)), r, (nb_v)(54.0 / 5));
  s.c7 = nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add((nb_v)(-1.0 / 6), r, (nb_v)(959.0 / 360)), r, (nb_v)(-245.0 / 16)), r, (nb_v)(5831.0 / 144)), r, (nb_v)(-2401.0 / 48)), r, (nb_v)(16807.0 / 720));
  s.c8 = nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add((nb_v)(1.0 / 7), r, (nb_v)(-14.0 / 5)), r, (nb_v)(928.0 / 45)), r, (nb_v)(-224.0 / 3)), r, (nb_v)(1280.0 / 9)), r, (nb_v)(-2048.0 / 15)), r, (nb_v)(16384.0 / 315));
  s.c9 = nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add(nb_mul_add((nb_v)(-1.0 / 8), r, (nb_v)(3267.0 / 1120)), r, (nb_v)(-4221.0 / 160)), r, (nb_v)(78327.0 / 640)), r, (nb_v)(-5103.0 / 16)), r, (nb_v)(150903.0 / 320)), r, (nb_v)(-59049.0 / 160)), r, (nb_v)(531441.0 / 4480));
  return s;
}

/// All lanes have b <= 2^-7 min(r, 1): no iteration. With w = b e^-eta, (*) reads w = b (1 - w)^(1/r), and Lagrange's
/// inversion gives, with t = -b/r,
///     e^-eta = sum over n >= 1 of c_n t^(n-1),      c_n = (n - r)(n - 2 r) ... (n - (n-2) r) / (n-1)!.
/// What is left out after n = 9 is below 2^-54.
NB_INLINE nb_cell_response nb_small_share(nb_v y, nb_v b, nb_v r, nb_v inverse_r, const nb_share_series *series,
                                          const nb_topic_point *at) {
  nb_v t = -(b * inverse_r), t2 = t * t, t4 = t2 * t2;
  nb_v low = nb_mul_add(t2, nb_mul_add(t, series->c5, series->c4), nb_mul_add(t, series->c3, (nb_v)1.0));
  nb_v high = nb_mul_add(t2, nb_mul_add(t, series->c9, series->c8), nb_mul_add(t, series->c7, series->c6));
  nb_v fall = nb_mul_add(t, nb_mul_add(t4, high, low), (nb_v)1.0);
  nb_v w = b * fall, q = 1.0 - w;
  // 1/(q r + w) = 1/(r (1 + d)), d = w/r - w: to d^8 < 2^-56.
  nb_v d = nb_mul_add(w, inverse_r, -w), d2 = d * d;
  nb_v denominator = inverse_r * (((1.0 - d) * (1.0 + d2)) * nb_mul_add(d2, d2, (nb_v)1.0));
  nb_cell_response out;
  out.z = y * fall;
  out.q = q;
  out.share_rate = -nb_mul_add(q, at->elasticity + r, w * at->elasticity_rate) * denominator;
  out.slack_rate = 0.0; // no cell here is dominant
  return out;
}

/// All lanes have b <= 2^-3 min(r, 1): eta from the like series (off by 2^-18 at most), then one step of Halley's method
/// on 1 - e^(-r eta) = b e^(-eta). Both exponents stay below ln2/2, so that neither needs a reduction.
NB_INLINE nb_cell_response nb_medium_share(nb_v y, nb_v b, nb_v r, nb_v inverse_r, const nb_share_series *series,
                                           const nb_topic_point *at) {
  // eta = - sum over n >= 1 of d_n t^n with d_n = c_n (n - (n-1) r) / n.
  nb_v t = -(b * inverse_r), sum = series->c9 * (1.0 - r * (8.0 / 9));
  sum = nb_mul_add(sum, t, series->c8 * (1.0 - r * (7.0 / 8)));
  sum = nb_mul_add(sum, t, series->c7 * (1.0 - r * (6.0 / 7)));
  sum = nb_mul_add(sum, t, series->c6 * (1.0 - r * (5.0 / 6)));
  sum = nb_mul_add(sum, t, series->c5 * (1.0 - r * (4.0 / 5)));
  sum = nb_mul_add(sum, t, series->c4 * (1.0 - r * (3.0 / 4)));
  sum = nb_mul_add(sum, t, series->c3 * (1.0 - r * (2.0 / 3)));
  sum = nb_mul_add(sum, t, 1.0 - r * 0.5);
  nb_v eta = -t * nb_mul_add(sum, t, (nb_v)1.0);
  nb_v kept = -nb_expm1_reduced(-(r * eta)), drop = 1.0 + nb_expm1_reduced(-eta);
  nb_v pull = b * drop, excess = kept - pull;
  nb_v slope = nb_mul_add(r, 1.0 - kept, pull), bend = -nb_mul_add(r * r, 1.0 - kept, pull);
  nb_v step = 2.0 * excess * slope / nb_mul_add(2.0 * slope, slope, -(excess * bend));
  nb_v fall = nb_mul_add(drop, step * nb_mul_add(step, (nb_v)0.5, (nb_v)1.0), drop); // e^-(eta - step)
  nb_v w = b * fall, q = 1.0 - w;
  nb_cell_response out;
  out.z = y * fall;
  out.q = q;
  out.share_rate = -nb_mul_add(q, at->elasticity + r, w * at->elasticity_rate) / nb_mul_add(q, r, w);
  out.slack_rate = 0.0; // no cell here is dominant
  return out;
}

/// Any lanes: Newton on log(1 - e^(-r eta)) + eta = log b, concave and increasing in eta; from the start below it
/// takes at most 7 steps for every b and every r up to 10^6, 6 up to 20 (swept in the tests). Linear lanes are put in at
/// the end.
NB_INLINE nb_cell_response nb_any_share(nb_v margin, nb_v log_y, nb_v r, const nb_topic_point *at) {
  nb_vi linear = r == 0.0;
  nb_v rr = nb_select(linear, (nb_v)1.0, r);
  nb_v ly = nb_select(linear, (nb_v)0.0, log_y);
  nb_v log_b = nb_at_least(ly + at->log_elasticity, -690.0);
  nb_v b = nb_exp_flush(nb_at_most(log_b, 650.0)); // b/r stays finite down to r = 2^-52
  nb_v first = b / (rr + b);
  // Else eta = W(b/r) nearly for small r, and e^(-r eta) = 1 - b + 3 b/(r + 3) roughly for large r.
  nb_vi small = rr < 1.0;
  nb_v capped = nb_at_most(b, 1.0);
  nb_v ratio = nb_select(small, b, -capped * rr) / nb_select(small, rr, rr + 3.0);
  nb_v depth = nb_log(1.0 + ratio);
  nb_v deep = nb_select(small, depth, -depth / rr);
  nb_v start = nb_select(b > 0.1 * nb_at_most(rr, 1.0), deep, first);
  nb_v eta = nb_select(start > log_b, start, log_b);
  for (int i = 0; i < 8; ++i) {
    nb_v kept = nb_one_minus_exp(rr * eta);
    nb_v value = nb_log(kept) + (eta - log_b);
    nb_v step = value / (1.0 + rr * (1.0 - kept) / kept);
    nb_v next = eta - step;
    nb_v floor = 0.05 * eta;
    eta = nb_select(next > floor, next, floor);
    if (nb_all(nb_magnitude(step) <= 0x1p-27 * eta)) break;
  }
  nb_v w = nb_one_minus_exp(rr * eta), q = nb_exp_flush(-(rr * eta));
  nb_v z = nb_select(eta > 0.5, w * at->inverse_elasticity, nb_exp_flush(ly - eta));
  nb_v gain = nb_select(margin > 0.0, margin, (nb_v)0.0); // log(P / c) of a linear cell that is active
  w = nb_select(linear, nb_one_minus_exp(gain), w);
  q = nb_select(linear, nb_exp_flush(-gain), q);
  z = nb_select(linear, w * at->inverse_elasticity, z);
  nb_v denominator = q * r + w;
  nb_v inverse = nb_select(denominator > 0.0, 1.0 / denominator, (nb_v)0.0);
  nb_cell_response out;
  out.z = z;
  out.q = q;
  out.share_rate = -(q * (at->elasticity + r) + w * at->elasticity_rate) * inverse;
  out.slack_rate = w * (at->elasticity + r - r * at->elasticity_rate) * inverse;
  return out;
}

/// r = 1: z = 1 / (2 c s / P + e), no powers and no iteration.
NB_INLINE nb_cell_response nb_quadratic_share(nb_v cost, const nb_topic_point *at, nb_v *effort) {
  nb_v k = cost * at->twice_inverse_price;
  nb_v x = 1.0 / (k + at->elasticity_over_total);
  nb_v w = x * at->elasticity_over_total, q = x * k;
  *effort = x;
  return (nb_cell_response){x * at->inverse_total, q, -(q * (at->elasticity + 1.0) + w * at->elasticity_rate),
                            w * (at->elasticity + 1.0 - at->elasticity_rate)};
}

/// r = 0: z = (1 - c/P) / e while c < P, else the creator is priced out.
NB_INLINE nb_cell_response nb_linear_share(nb_v cost, const nb_topic_point *at, nb_v *effort) {
  nb_v q = nb_at_most(cost * at->inverse_price, 1.0), w = 1.0 - q;
  nb_v z = w * at->inverse_elasticity;
  *effort = z * at->total;
  nb_v inverse_w = nb_select(w > 0.0, 1.0 / w, (nb_v)0.0);
  return (nb_cell_response){z, q, -(q * at->elasticity + w * at->elasticity_rate) * inverse_w, (nb_v)at->elasticity};
}

/// x = z s; where the share is below the double range, the effort comes from its own logarithm.
NB_INLINE nb_v nb_effort_of(nb_v log_x, nb_v z, nb_vi through_share, const nb_topic_point *at) {
  nb_v x = z * at->total;
  return nb_all(through_share) ? x : nb_select(through_share, x, nb_exp_flush(log_x));
}

NB_INLINE nb_cell_response nb_power_share(nb_v cost, nb_v rho, nb_v r, nb_v inverse_r, const nb_share_series *series,
                                          const nb_topic_point *at, nb_v *effort) {
  // log(P / (c rho)) as the logarithm of one ratio: its error does not grow with the size of the two logarithms, and
  // near-linear costs multiply it by 1/r.
  nb_v ratio = at->anchor > 0.0 ? (cost * rho) / at->anchor : (cost * rho) * at->inverse_price_before_shift;
  nb_v margin = at->log_price_shift - nb_log_positive(ratio);
  if (__builtin_expect(!nb_all((ratio >= 0x1p-1000) & (ratio <= 0x1p1000)), 0))
    margin = (at->log_price - nb_log_positive(cost * rho)) + at->log_price_shift;
  nb_v log_x = margin * inverse_r;                                          // of a price taker
  nb_v log_y = (log_x - at->log_total) - at->log_total_shift;
  nb_v y = nb_exp_flush(log_y);
  nb_v b = y * at->elasticity;
  nb_v reach = nb_select(r > 0.0, nb_at_most(r, 1.0), (nb_v)-1.0); // linear cells are never easy
  if (__builtin_expect(nb_all(b <= 0x1p-7 * reach), 1)) {
    nb_cell_response cell = nb_small_share(y, b, r, inverse_r, series, at);
    *effort = nb_effort_of(log_x, cell.z, y >= 0x1p-900, at);
    return cell;
  }
  if (nb_all(b <= 0x1p-3 * reach)) {
    nb_cell_response cell = nb_medium_share(y, b, r, inverse_r, series, at);
    *effort = nb_effort_of(log_x, cell.z, y >= 0x1p-900, at);
    return cell;
  }
  nb_cell_response cell = nb_any_share(margin, log_y, r, at);
  *effort = nb_effort_of(log_x, cell.z, (cell.z >= 0x1p-900) | (r == 0.0), at);
  return cell;
}
