/// What kernels over creators and all their topics are given, and hand back. Part of CKernels.h.
#ifndef CKERNELS_CREATORS_H
#define CKERNELS_CREATORS_H

#include <stddef.h>
#include <stdint.h>

/// Prices of every topic, K numbers each: P, P', P'' and the total s at which they are taken. Finite; P' <= 0.
typedef struct {
  const double *price, *slope, *curvature, *total;
} nb_topic_prices;

/// The most columns of a similarity matrix that is treated as one of low rank.
#define NB_RANK 64

/// A contest that couples topics, creator after creator. A position is one eligible cell; creator i owns the positions
/// offset[i] .. offset[i + 1] - 1, its topics rising. Costs are c x^rho, (w_i/2) x'Q x and (eta_i/theta) (b'x)^theta,
/// limits a'x <= B_i; a part whose array is NULL is absent.
typedef struct {
  size_t topics;
  const size_t *offset;
  const int32_t *topic;
  const double *cost, *exponent; ///< by position; one exponent for all where exponent_stride is 0
  size_t exponent_stride;
  const double *weight;          ///< w_i >= 0, with
  const double *matrix;          ///< Q, K x K, symmetric positive semidefinite
  const double *matrix_diagonal; ///< and its diagonal;
  size_t rank;                   ///< where Q = V V' with few columns, their number (at most NB_RANK), else 0, and
  const double *low_rank;        ///< V, K x rank, column after column
  const double *limit;           ///< B_i >= 0, infinity for none, with
  const double *limit_weight;    ///< a_k > 0
  const double *scale;           ///< eta_i >= 0, with
  double theta;                  ///< >= 1
  const double *scale_weight;    ///< and b_k > 0
} nb_creators;

/// Where creator_linearise writes, by position but for the last two, which are by creator and may be NULL.
typedef struct {
  double *imbalance;    ///< N: the condition F where x > 0, min(F, 0) where x = 0
  double *net_price;    ///< R: h x + marginal cost + prices of effort and capacity, less max(F, 0) where x = 0
  double *stiffness;    ///< h > 0
  double *slope;        ///< D = dx/dR, 0 at corners
  double *effort_price; ///< nu = eta (b'x)^(theta - 1)
  double *effort_bend;  ///< dnu/d(b'x), 0 at rest
} nb_linearised;

typedef struct {
  double residual; ///< max |N|/P
  double rounding; ///< max |N|/T, T the sum of the absolute terms of the condition
} nb_coupled_sums;

/// How far net prices R are from the reply prices G = h x + P + x P' - w Q x that their efforts x = prox(R) call for.
typedef struct {
  double square;   ///< sum (G - R)^2/h
  double residual; ///< max |G - R|/P where x > 0, max(0, G - R)/P where x = 0: at least the conditions' max |N|/P
  double rounding; ///< the same over the sum of the absolute terms of the condition
} nb_mismatch_sums;

#endif
