/// The C kernels of nashbench: everything that touches each cell of a contest.
///
/// A cell is one creator in one topic. Cells of a topic lie one after another; a kernel sees one run of them.
/// Conventions of every kernel:
///   - n may be 0; arrays need the natural alignment of a double only; nothing past element n - 1 is read or written;
///   - outputs may not overlap inputs unless the kernel says so;
///   - exponent_stride is 1 (one exponent a cell) or 0 (exponent[0] holds for all);
///   - no allocation, no globals but the kernel table, no errors: arguments are validated when a contest is built;
///   - sums are formed in eight lanes, cell i in lane i mod 8 (cells that a pass puts on a list: in the list's order), lanes
///     added pairwise: the order is the same on every target. AVX2, AVX-512 and NEON give the same bits; `portable` rounds
///     a b + c twice and differs in the last ones.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "blas.h"
#include "creators.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A topic at a trial total s, as the solver sees it. P is the price of a unit of effort, e = -dlog P/dlog s.
/// s and P are also given as logarithms with a small second part, so that steps below one ULP of log s count.
typedef struct {
  double log_price;             ///< log P
  double log_price_shift;       ///< added to log_price - log(c rho)
  double log_total;             ///< log s
  double log_total_shift;       ///< added to log s
  double elasticity;            ///< e >= 0
  double log_elasticity;        ///< log e, or a large negative number where e = 0
  double inverse_elasticity;    ///< 1/e, or 0 where e = 0
  double elasticity_rate;       ///< (de/dlog s) / e, or 0 where e = 0
  double total;                 ///< s
  double inverse_total;         ///< 1/s
  double elasticity_over_total; ///< e/s
  double inverse_price_before_shift; ///< e^-log_price to a few ULP, however large log_price; 0: use log_price
  double anchor;                ///< a linear cost equal to e^log_price, or 0: ratios to it are then exact, so that a
                                ///< linear cell near its kink (c close to P) keeps the relative accuracy of log_price_shift
  double inverse_price;         ///< 1/P
  double twice_inverse_price;   ///< 2/P
  int moderate;                 ///< 1 where s and P are within 1e-150 .. 1e150: closed forms may be used
} nb_topic_point;

/// Sums over the cells of a topic, with derivatives with respect to log s. z = x/s, q = 1 - e z; a cell is dominant
/// where q < 1/2 (near an equilibrium at most one is).
typedef struct {
  double share;       ///< sum of z over the cells that are not dominant
  double share_slope; ///< its derivative
  double square;      ///< sum of z (dlog z/dlog s)^2 over the same cells
  double cube;        ///< sum of z (dlog z/dlog s)^3
  double dominant;    ///< number of dominant cells
  double slack;       ///< sum of q over the dominant cells
  double slack_slope; ///< its derivative
} nb_share_sums;

/// From one trial total to another: the changes of log P and log s.
typedef struct {
  double log_price, log_total;
} nb_taker_move;

/// Terms of the series in price-taker efforts, and the largest e x/s, in units of min(rho - 1, 1), at which what 8, 10, 12 or
/// 16 terms leave out is below 2^-54. Ten are 16 put into ten (lagrange-inl.h): right within their reach only.
#define NB_MOMENTS 16
#define NB_ECONOMIZED 10
#define NB_REACH_8 0.0049
#define NB_REACH_10 0.045
#define NB_REACH_12 0.0215
#define NB_REACH_16 0.045

/// Over price-taker efforts l_i = (p/(c_i rho))^(1/(rho - 1)) of a topic at a reference price p.
typedef struct {
  double moment[NB_MOMENTS]; ///< sum of l^1, l^2, ..., as many as were asked for, the others 0
  double least;              ///< smallest l, infinity for no cells
  double most;               ///< largest l, 0 for no cells
} nb_taker_sums;

/// A topic whose total follows from power sums; mu, reference and sums > 0, rho > 1, 0 <= beta <= gamma.
typedef struct {
  double mu, strength, beta, gamma; ///< P(s) = mu / (strength s^beta + s^gamma)
  double rho, reference;            ///< the exponent of all cells, and p
  nb_taker_sums sums;
  double total;                     ///< out: s, NaN where the series does not reach
  double coefficient[NB_MOMENTS];   ///< out: k_n, x_i = sum k_n l_i^n
  double pull;                      ///< out: e/s
  double unit;                      ///< out: e a/s, the e x/s of a price taker with l = 1
} nb_power_sum_topic;

/// Topics that total_solve and topics_solve take at once.
#define NB_TOPICS 32

/// The cells of a topic.
typedef struct {
  size_t count;
  const double *cost;
  double *effort;
  double sum; ///< out: of the efforts written; NaN where they hold price-taker efforts still
} nb_topic_cells;

/// Price of a topic and its derivatives with respect to the total s.
typedef struct {
  double price;     ///< P
  double slope;     ///< P' = dP/ds
  double curvature; ///< P'' = d2P/ds2
} nb_price;

/// What the certificate reads off a run of cells.
typedef struct {
  double residual;   ///< max |g|/P where x > 0, max(0, g)/P where x = 0 (effort below 2^-1022: 0 if g <= 0 there);
                     ///< infinity where it is NaN or x < 0
  double floor;      ///< max 8 eps (P + x|P'| + m)/P
  double excess;     ///< max of |g|/P - 8 eps T/P: at most the tolerance where all cells converged
  size_t worst;      ///< index of the cell with the largest residual
  size_t unresolved; ///< cells whose gain could not be bounded here: their gain is NaN
} nb_certificate_sums;

/// Points of a table of powers: equal parts of an octave, and octaves.
#define NB_POWER_STEPS 32
#define NB_POWER_OCTAVES 48
#define NB_POWER_POINTS (NB_POWER_STEPS * NB_POWER_OCTAVES)

/// x^exponent from 2^lowest to 2^(lowest + NB_POWER_OCTAVES). 0 < exponent <= 8; that range within 2^-100 .. 2^100.
typedef struct {
  double exponent;
  int lowest;
  const double *points; ///< NB_POWER_POINTS pairs x^exponent, 1/x, as the kernel power_points leaves them
} nb_power_table;

/// A run of cells of one topic, and the sums of their creators (the creator of cell i has element i of each).
typedef struct {
  size_t count;
  const double *effort, *cost, *exponent;
  size_t exponent_stride;
  const nb_power_table *powers;   ///< NULL, or a table for exponent[0] - 1 where exponent_stride is 0
  double *payoff, *revenue, *gain; ///< sums to add to
  unsigned *open;                 ///< room for `count` indices
  const void *next_effort, *next_cost; ///< what will be read next, to be fetched ahead; never read, any address will do
  size_t next_cost_bytes;         ///< bytes of one of its costs
} nb_certificate_run;

/// The largest gains among some creators.
typedef struct {
  double gain;     ///< max gain_i
  double relative; ///< max gain_i / revenue_i, 0 where gain_i is 0
  size_t worst;    ///< the first i with that ratio; 0 where all are 0
} nb_gain_peak;

/// A topic as the search for best replies needs it, at the profile's total s. D(s) is the sum of GenAI's and the human
/// term; the larger of the two at s comes first.
typedef struct {
  double price;          ///< P(s)
  double total;          ///< s
  double log_total;      ///< log s
  double exponent;       ///< of the larger term of D at s
  double other_exponent; ///< of the other
  double other_ratio;    ///< the other over the larger at s: 0 .. 1, 0 without GenAI
} nb_reply_market;

/// One kernel table. All entries are always there; a faster target overrides the portable ones.
typedef struct {
  const char *name;

  // Errors of the next three: the largest seen over 10^7 points each are 1.02, 0.96 and 1.05 ULP, on every target.

  /// out_i = e^(x_i). Error below 1.05 ULP, subnormal results included. NaN in gives NaN. out may be x.
  void (*exp)(size_t n, const double *x, double *out);
  /// out_i = log x_i. Error below 1 ULP; log 0 = -inf, negative: NaN. out may be x.
  void (*log)(size_t n, const double *x, double *out);
  /// out_i = x_i^(y_i) for x_i >= 0. Error below 1.15 ULP, subnormal results included; pow(0, y) = 0, 1 or inf
  /// by the sign of y, pow(1, y) = 1; NaN in gives NaN, negative x too. out may be x or y.
  void (*pow)(size_t n, const double *x, const double *y, double *out);

  /// sum x_i and sum x_i y_i.
  double (*sum)(size_t n, const double *x);
  double (*dot)(size_t n, const double *x, const double *y);
  /// max |x_i|, 0 for n = 0; NaN is passed over.
  double (*max_magnitude)(size_t n, const double *x);
  /// out_i = x_i, exactly; NaN stays NaN.
  void (*widen)(size_t n, const float *x, double *out);
  /// Number of i with low <= x_i <= high; NaN never is. Needs low <= high.
  size_t (*count_within)(size_t n, const double *x, double low, double high);

  /// The solver's pass: the shares that solve each cell's first-order condition at a trial total, their sums and
  /// slopes, and (where effort is not NULL) the efforts x_i, 0 below 2^-1022. A cell's z, q (to the last digits even
  /// where it is 1e-200) and x are those of logarithms of P/(c rho), s and e with a few roundings each, and so are
  /// the slopes. For 2^-52 <= rho - 1 <= 10^6 and rho = 1.
  /// Price-taker shares (what a cell's share would be if it took P as given) are kept in `taker` where that is not NULL;
  /// with a `move`, `taker` holds those of another point (of the same cells) from which `at` lies that far, and they are
  /// moved instead of computed, which costs no logarithm, and no power where the exponent is shared. `effort` may be
  /// `taker`. Linear and quadratic topics need neither.
  void (*share_pass)(size_t n, const double *cost, const double *exponent, size_t exponent_stride,
                     const nb_topic_point *at, const nb_taker_move *move, double *taker, nb_share_sums *sums,
                     double *effort);

  /// Price-taker efforts of cells that share the exponent rho > 1, and the sums of their first `terms` (8, 10, 12 or 16) powers.
  /// Error of each: a few ULP and 2^-52 |log l|. Where a ratio of c rho to p is outside 2^-1000 .. 2^1000 and rho is not
  /// 2, `most` is infinite and the rest means nothing.
  void (*taker_pass)(size_t n, const double *cost, double rho, double reference, int terms, double *taker,
                     nb_taker_sums *sums);
  /// The totals that the power sums of 1 to NB_TOPICS topics give, and the polynomials that turn l into x: a proposal to check,
  /// exact to a few ULP where all shares are within reach of the series.
  void (*total_solve)(int count, int terms, nb_power_sum_topic *topics);
  /// x_i = sum over n = 1 .. terms of coefficient[n - 1] (unit l_i)^n; returns sum x. effort may be taker.
  double (*taker_effort_pass)(size_t n, const double *taker, double unit, int terms, const double *coefficient,
                              double *effort);
  /// taker_pass on each of 1 to NB_TOPICS topics, total_solve on all of them, and taker_effort_pass on those that got a total
  /// and whose smallest effort is not below 2^-1000.
  void (*topics_solve)(int count, int terms, nb_topic_cells *cells, nb_power_sum_topic *topics);
  /// Efforts at one total from those at another, both solved by total_solve with the same cells and reference, by 8, 12 or 16
  /// terms: with w = pull x of `from`, coefficients of the polynomial in w that gives x of `to`, as taker_effort_pass takes
  /// them.
  void (*effort_move)(int terms, const nb_power_sum_topic *from, const nb_power_sum_topic *to, double *coefficient);

  // Powers of the kernels below are off by at most 1.4 ULP for rho <= 5, 2 ULP for rho <= 9 and 1.15 ULP beyond.

  /// g_i = P + x_i P' - c_i rho_i x_i^(rho_i - 1).
  void (*marginal_payoff)(size_t n, const double *effort, const double *cost, const double *exponent,
                          size_t exponent_stride, const nb_price *at, double *out);
  /// dg_i/dx_j = factor_i + [i = j] diagonal_i within a topic: diagonal_i = P' - c_i rho_i (rho_i - 1) x_i^(rho_i - 2)
  /// and factor_i = P' + x_i P''. At x_i = 0 with rho_i < 2 the diagonal is -inf.
  void (*jacobian)(size_t n, const double *effort, const double *cost, const double *exponent, size_t exponent_stride,
                   const nb_price *at, double *diagonal, double *factor);
  /// out_i = diagonal_i v_i + factor_i v_sum, with v_sum the sum of v over the whole topic.
  void (*jacobian_vector)(size_t n, const double *diagonal, const double *factor, const double *v, double v_sum,
                          double *out);
  /// payoff_i = x_i P - c_i x_i^rho_i.
  void (*payoff)(size_t n, const double *effort, const double *cost, const double *exponent, size_t exponent_stride,
                 const nb_price *at, double *out);

  /// The certificate's pass. gain_i bounds what the creator of cell i can still gain by changing x_i alone, for a
  /// payoff concave in x_i: g_i (y - x_i) at a y where the marginal payoff is already proved negative (y = 2 x_i, or
  /// x_i + step with the price at s + step), |g_i| x_i where g_i < 0; NaN where neither proves it or x_i is not an effort.
  /// Efforts below 2^-1022 are not told apart: at x_i = 0 the gain of at most P 2^-1022 from there on is left out.
  /// revenue_i = x_i P, payoff_i as above. at_step is the price at s + step.
  void (*certificate_pass)(size_t n, const double *effort, const double *cost, const double *exponent,
                           size_t exponent_stride, const nb_price *at, const nb_price *at_step, double step,
                           nb_certificate_sums *sums, double *payoff, double *revenue, double *gain);
  /// Fills a table of powers: NB_POWER_POINTS pairs. Domain as in nb_power_table.
  void (*power_points)(double exponent, int lowest, double *points);
  /// The same as certificate_pass, with each cell's payoff, revenue and gain added to the sums of its creator. Cells without a
  /// bound add nothing to `gain`; their indices are left in `open`, `unresolved` of them. `worst` is not told (0).
  /// Where a table of powers serves a cell, its marginal cost has an error of at most 3 ULP instead of 2.
  void (*certificate_add)(const nb_certificate_run *run, const nb_price *at, const nb_price *at_step, double step,
                          nb_certificate_sums *sums);
  /// The largest gains of n creators; true where every gain_i is at most tolerance revenue_i, else (also where one is NaN)
  /// the peak is not to be used.
  bool (*gain_peak)(size_t n, const double *revenue, const double *gain, double tolerance, nb_gain_peak *peak);
  /// Each creator's best reply to the others' total s - x_i, searched over all efforts y:
  /// gain_i = max(0, max_y (y P(s - x_i + y) - c_i y^rho_i) - payoff_i), payoff_i what the creator has now;
  /// revenue_i = y P at the best y, 0 where that is 0. For 0 <= beta <= gamma <= 1 and s, P within 2^-500 .. 2^500.
  /// A maximum counts only where a change of sign of the marginal payoff around it proves it; elsewhere (also
  /// where x_i > s/2 or the best y lies outside s e^-690 .. s e^200) both are NaN. Returns the number of those.
  /// Two logarithms, two exponentials and some 100 products a cell where a creator's share is small (below about 2^-7), else
  /// about 4 evaluations of two logarithms and two exponentials; a cell's result does not depend on its neighbours.
  size_t (*best_reply)(size_t n, const double *effort, const double *cost, const double *exponent,
                       size_t exponent_stride, const nb_reply_market *at, const double *payoff, double *gain,
                       double *revenue);
  /// sums_i += values_i.
  void (*accumulate)(size_t n, const double *values, double *sums);

  // Creators first .. last - 1 of a contest that couples topics. `room` is scratch; K is rounded up to a multiple of 8.

  /// The proximal step, exact to a few ULP and 2^-51 (|log x| + |log h| + |log R|): efforts and prices with
  ///   h x + c rho x^(rho - 1) = R - nu b - lambda a (x = 0 where the right side is at most the marginal cost at 0),
  ///   nu = eta (b'x)^(theta - 1), lambda >= 0, a'x <= B, lambda (B - a'x) = 0.
  /// h > 0 by position; efforts x are 0 where x or h x/R is below 2^-1022. Prices are exact to the last places of R; where
  /// efforts hang on less than those of lambda, they are moved so that they fill B; where on less than those of nu, nu is not
  /// that of the efforts. capacity_price and effort_price (n each) hold guesses on entry; NULL: none
  /// is wanted. slope (dx/dR at fixed prices) may be NULL. effort may be net_price. room: 10 (K + 8) doubles.
  void (*creator_prox)(const nb_creators *game, size_t first, size_t last, const double *stiffness, const double *net_price,
                       double *effort, double *slope, double *capacity_price, double *effort_price, double *room);
  /// pull = P + x P' - w (Q x): what works towards more effort, own power costs and multipliers left out. coupled: Q x by
  /// position, or NULL; pull may be coupled.
  void (*creator_pull)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                       const double *coupled, double *pull);
  /// The condition F = c rho x^(rho - 1) + nu b + lambda a + sigma h (x - anchor) - pull of every position, linearised;
  /// h = -P' + w Q_kk, at least 2^-20 P/s, and times 1 + sigma for sigma = `proximal` > 0 (else anchor is not read).
  /// coupled_terms: |Q| x by position, which counts in T only, or NULL; may be out->slope.
  void (*creator_linearise)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, double proximal,
                            const double *anchor, const double *effort, const double *pull, const double *coupled_terms,
                            const double *capacity_price, const nb_linearised *out, nb_coupled_sums *sums);
  /// sum h (x - y)^2
  double (*creator_distance)(size_t n, const double *stiffness, const double *x, const double *y);
  /// Adds each creator's W diag(G) to the K x K `capacitance` (column-major), W to `supply` (K x K, or NULL: how efforts answer
  /// marginal revenues) and -W N to `step_sum` (K), with
  /// W = (D^-1 + w (Q - diag Q) + nu' b b')^-1 on the cells with D > 0, within a'dx = 0 where lambda_i > 0, and
  /// G = -(P' + x P''). Returns the creators whose block is not positive definite to working precision (left out).
  /// room: K (K + 20) doubles. About K^3 fused operations a creator.
  size_t (*creator_blocks)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                           const double *slope, const double *imbalance, const double *capacity_price,
                           const double *effort_bend, double *capacitance, double *supply, double *step_sum, double *room);
  /// step = -W (N + G shift), or -W (N + shift) where not `weighted`; 0 at corners. shift: K numbers or NULL. Adds the steps to
  /// step_sum and G times the steps to weighted_sum (K each, or NULL). room as above.
  void (*creator_steps)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                        const double *slope, const double *imbalance, const double *capacity_price, const double *effort_bend,
                        const double *shift, bool weighted, double *step, double *step_sum, double *weighted_sum, double *room);
  /// net_step = -N - w ((Q - diag Q) dx) - G ds: the change of the net price R that goes with dx. coupled: Q dx or NULL.
  void (*creator_net_steps)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                            const double *imbalance, const double *total_step, const double *step, const double *coupled,
                            double *net_step);
  /// A becomes -A^-1 for a symmetric positive definite m x m matrix with unit diagonal, column-major, lower triangle; stride
  /// (a multiple of 8, at least m) doubles from column to column, padded with the identity to whole vectors. room: 12 stride.
  bool (*sweep_invert)(size_t m, size_t stride, double *a, double *room);

  /// The point of {x >= 0, a'x <= B} that is nearest to y in the metric sum h (x - y)^2 (stiffness NULL: h = 1), creator by
  /// creator: x = max(0, y - lambda a/h), lambda >= 0, lambda (B - a'x) = 0. Efforts are off by a few rounding units of
  /// themselves and of lambda a/h times the error of a/h; `portable` adds a few of y; a'x exceeds B by at most 2^-50 B. Numbers and
  /// products a y within 1e-280 .. 1e280. capacity_price (n, or NULL) holds guesses of lambda on entry; B = 0: the least
  /// price at which x = 0. effort may be y. room: 4 (K + 8) doubles. One pass over a creator's cells each time cells drop out,
  /// commonly 3 to 6.
  void (*project_capacity)(const nb_creators *game, size_t first, size_t last, const double *stiffness, const double *point,
                           double *effort, double *capacity_price, double *room);
  /// A projected-gradient step: next = the projection as above of base + g/h, with compliance = 1/h and g = P + x P' - w (Q x) - nu b - c rho x^(rho - 1)
  /// the gradient at `effort`, kept in `gradient` unless that is NULL. base may be effort. coupled: Q x by position, or NULL. Adds
  /// `next` to totals (K); returns sum h (next - base)^2. next may be coupled, not effort. room as above.
  double (*project_step)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *compliance,
                         const double *base, const double *effort, const double *coupled, double *next, double *gradient,
                         double *capacity_price, double *totals, double *room);
  /// Reply prices G of efforts x = prox(R), and (G - R)/sqrt(h), by position. coupled: Q x, or NULL; reply_price may be coupled.
  void (*creator_mismatch)(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *stiffness,
                           const double *effort, const double *coupled, const double *net_price, double *reply_price,
                           double *mismatch, nb_mismatch_sums *sums);
  /// out_r = A' values_r for `rows` rows of K numbers each, A of K rows `stride` apart (a multiple of 8, at least K; what lies between
  /// them is read and not used). Sums run from the first product to the last, whatever rows go together, so that fused targets leave the
  /// same bits; errors are at most K eps sum |A_kl values_k|. For K up to 128 or so: A is not packed. out is neither values nor A.
  void (*row_products)(size_t rows, size_t topics, const double *matrix, size_t stride, const double *values, double *out);
} nb_kernels;

/// The table in use: the fastest the processor has, or the one NASHBENCH_KERNEL names. NULL if that name is unknown or
/// the processor cannot run it.
const nb_kernels *nb_active_kernels(void);
/// A table by name, NULL if it is unknown or cannot run here.
const nb_kernels *nb_kernels_named(const char *name);
/// Names of all targets this build knows, NULL after the last.
const char *const *nb_kernel_names(void);

/// Asks the system to begin writing a file's changed pages to the disk, without waiting for them; advice only.
void nb_start_writeback(int descriptor);

#ifdef __cplusplus
}
#endif
#endif
