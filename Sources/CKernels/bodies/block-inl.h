// One creator's block of the Newton system and its inverse W = (D^-1 + w (Q - diag Q) + nu' b b')^-1 on the cells that are
// free to move, within a'dx = 0 where the capacity binds. Never formed: D^-1, which is infinite at tiny efforts; with
// S = D^(1/2) the matrix I + w S (Q - diag Q) S has a unit diagonal and corners drop out of it.

/// A creator's free cells and their inverse block, in the caller's room.
typedef struct {
  size_t free, stride;       // cells free to move; doubles from column to column
  bool dense;                // whether W has more than its diagonal
  bool whole;                // all topics, in order: sums need no scatter
  const int32_t *topic;      // of the free cells
  double *root;              // S
  double *factor;            // G = -(P' + x P'')
  double *inverse;           // -(I + w S (Q - diag Q) S)^-1, both triangles
  size_t corrections;        // rank-one corrections of W: W - sum z z'/delta, z one after another
  double *z;
  double delta[NB_RANK + 2];
} nb_block;

/// out = S (I + ..)^-1 S r before the corrections.
static void nb_block_apply_plain(const nb_block *b, const double *r, double *out) {
  const size_t rows = (b->free + NB_LANES - 1) / NB_LANES * NB_LANES;
  if (!b->dense) {
    for (size_t i = 0; i < rows; i += NB_LANES) {
      nb_v s = nb_load(b->root + i);
      nb_store(out + i, s * s * nb_load(r + i));
    }
    return;
  }
  for (size_t i = 0; i < rows; i += NB_LANES) nb_store(out + i, (nb_v)0.0);
  for (size_t c = 0; c < b->free; ++c) {
    const nb_v weight = -b->root[c] * r[c];
    const double *column = b->inverse + c * b->stride;
    for (size_t i = 0; i < rows; i += NB_LANES) nb_store(out + i, nb_mul_add(nb_load(column + i), weight, nb_load(out + i)));
  }
  for (size_t i = 0; i < rows; i += NB_LANES) nb_store(out + i, nb_load(out + i) * nb_load(b->root + i));
}

/// out = W r; r and out are padded to whole vectors, r with zeros.
static void nb_block_apply(const nb_block *b, const double *r, double *out) {
  nb_block_apply_plain(b, r, out);
  const size_t rows = (b->free + NB_LANES - 1) / NB_LANES * NB_LANES;
  for (size_t k = 0; k < b->corrections; ++k) {
    const double *z = b->z + k * b->stride;
    const nb_v weight = -nb_dot_array(rows, z, r) / b->delta[k];
    for (size_t i = 0; i < rows; i += NB_LANES) nb_store(out + i, nb_mul_add(nb_load(z + i), weight, nb_load(out + i)));
  }
}

/// Adds the correction that keeps direction.dx at `compliance` times its multiplier (0: at 0).
static void nb_block_correct(nb_block *b, const double *direction, double compliance) {
  const size_t rows = (b->free + NB_LANES - 1) / NB_LANES * NB_LANES;
  double *z = b->z + b->corrections * b->stride;
  nb_block_apply_plain(b, direction, z);
  const double before = nb_dot_array(rows, z, direction);
  nb_block_apply(b, direction, z);
  const double along = nb_dot_array(rows, z, direction);
  // What an earlier correction already holds fixed leaves rounding errors only.
  if (!(along > 0x1p-40 * before) || !(compliance + along > 0.0)) return;
  b->delta[b->corrections] = compliance + along;
  b->corrections += 1;
}

/// S from D to (D^-1 - w Q_kk)^(-1/2), what is left of the diagonal when the whole of Q is added as V V'. false, and nothing
/// changed, where Q is most of a diagonal entry, so that the sum would lose digits.
static bool nb_block_flatten(const nb_creators *game, double weight, nb_block *b) {
  if (4 * (game->rank + 2) > b->free) return false;
  for (size_t r = 0; r < b->free; ++r)
    if (weight * game->matrix_diagonal[b->topic[r]] * b->root[r] * b->root[r] > 0.9999) return false;
  for (size_t r = 0; r < b->free; ++r)
    b->root[r] /= __builtin_sqrt(1.0 - weight * game->matrix_diagonal[b->topic[r]] * b->root[r] * b->root[r]);
  return true;
}

/// The creator's block at the slopes D. false: the matrix is not positive definite to working precision.
static bool nb_block_build(const nb_creators *game, size_t i, const nb_topic_prices *at, const double *effort, const double *slope,
                           const double *capacity_price, const double *effort_bend, double *room, nb_block *b) {
  const size_t stride = (game->topics + NB_LANES - 1) / NB_LANES * NB_LANES;
  const size_t begin = game->offset[i], count = game->offset[i + 1] - begin;
  const double weight = game->weight ? game->weight[i] : 0.0;
  b->stride = stride;
  b->root = room;
  b->factor = room + stride;
  b->z = room + 2 * stride;
  double *direction = room + 4 * stride;
  int32_t *topic = (int32_t *)(room + 5 * stride);
  double *sweep_room = room + 6 * stride;
  b->inverse = room + 18 * stride;
  b->topic = topic;
  b->corrections = 0;
  size_t m = 0;
  for (size_t p = begin; p < begin + count; ++p) {
    if (!(slope[p] > 0.0)) continue;
    const int32_t k = game->topic[p];
    topic[m] = k;
    b->root[m] = __builtin_sqrt(slope[p]);
    b->factor[m] = -(at->slope[k] + effort[p] * at->curvature[k]);
    ++m;
  }
  const size_t rows = (m + NB_LANES - 1) / NB_LANES * NB_LANES;
  for (size_t r = m; r < rows; ++r) {
    b->root[r] = b->factor[r] = 0.0;
    topic[r] = 0;
  }
  b->free = m;
  b->whole = m == game->topics;
  b->dense = weight > 0.0 && game->matrix != NULL;
  if (b->dense && game->rank > 0 && nb_block_flatten(game, weight, b)) {
    // Q = V V' with few columns: one correction each, O(m r^2) in all, in the memory that the full block does not need.
    b->dense = false;
    b->z = b->inverse;
    for (size_t j = 0; j < game->rank; ++j) {
      const double *v = game->low_rank + j * game->topics;
      for (size_t r = 0; r < rows; r += NB_LANES)
        nb_store(direction + r, r < m ? nb_gather_topics(v, topic + r, m - r, 0.0) : (nb_v)0.0);
      nb_block_correct(b, direction, 1.0 / weight);
    }
  }
  if (b->dense) {
    for (size_t c = 0; c < rows; ++c) {
      double *column = b->inverse + c * stride;
      if (c < m) {
        const double *q = game->matrix + (size_t)topic[c] * game->topics;
        const nb_v scale = weight * b->root[c];
        for (size_t r = c / NB_LANES * NB_LANES; r < rows; r += NB_LANES)
          nb_store(column + r, scale * nb_load(b->root + r) * nb_gather_topics(q, topic + r, m - r, 0.0));
      } else {
        for (size_t r = c / NB_LANES * NB_LANES; r < rows; r += NB_LANES) nb_store(column + r, (nb_v)0.0);
      }
      column[c] = 1.0;
    }
    if (!nb_sweep_invert(m, stride, b->inverse, sweep_room)) return false;
    for (size_t c = 0; c < rows; ++c)
      for (size_t r = c + 1; r < rows; ++r) b->inverse[r * stride + c] = b->inverse[c * stride + r];
  }
  if (capacity_price && capacity_price[i] > 0.0) {
    for (size_t r = 0; r < rows; r += NB_LANES)
      nb_store(direction + r, r < m ? nb_gather_topics(game->limit_weight, topic + r, m - r, 0.0) : (nb_v)0.0);
    nb_block_correct(b, direction, 0.0);
  }
  if (effort_bend && effort_bend[i] > 0.0) {
    for (size_t r = 0; r < rows; r += NB_LANES)
      nb_store(direction + r, r < m ? nb_gather_topics(game->scale_weight, topic + r, m - r, 0.0) : (nb_v)0.0);
    nb_block_correct(b, direction, 1.0 / effort_bend[i]);
  }
  return true;
}

/// sums[k_r + K k_c] += w_rc factor for one column c of W.
NB_INLINE void nb_block_add_column(const nb_creators *game, const nb_block *b, size_t c, const double *column, double factor, double *sums) {
  double *out = sums + (size_t)b->topic[c] * game->topics;
  size_t r = 0;
  if (b->whole)
    for (; r + NB_LANES <= b->free; r += NB_LANES)
      nb_store(out + r, nb_mul_add(nb_load(column + r), (nb_v)factor, nb_load(out + r)));
  for (; r < b->free; ++r) out[b->topic[r]] += column[r] * factor;
}

/// sums += W diag(G), and supply += W where wanted.
static void nb_block_add(const nb_creators *game, const nb_block *b, double *column, double *sums, double *supply) {
  const size_t rows = (b->free + NB_LANES - 1) / NB_LANES * NB_LANES;
  for (size_t c = 0; c < b->free; ++c) {
    if (!b->dense && b->corrections == 0) {
      const size_t diagonal = (size_t)b->topic[c] * (game->topics + 1);
      sums[diagonal] += b->root[c] * b->root[c] * b->factor[c];
      if (supply) supply[diagonal] += b->root[c] * b->root[c];
      continue;
    }
    const double *inverse = b->inverse + c * b->stride;
    const nb_v scale = b->dense ? -b->root[c] : 0.0;
    for (size_t r = 0; r < rows; r += NB_LANES)
      nb_store(column + r, b->dense ? nb_load(inverse + r) * nb_load(b->root + r) * scale : (nb_v)0.0);
    for (size_t k = 0; k < b->corrections; ++k) {
      const double *z = b->z + k * b->stride;
      const nb_v weight = -z[c] / b->delta[k];
      for (size_t r = 0; r < rows; r += NB_LANES) nb_store(column + r, nb_mul_add(nb_load(z + r), weight, nb_load(column + r)));
    }
    if (!b->dense) column[c] += b->root[c] * b->root[c];
    nb_block_add_column(game, b, c, column, b->factor[c], sums);
    if (supply) nb_block_add_column(game, b, c, column, 1.0, supply);
  }
}

static size_t nb_creator_blocks(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                                const double *slope, const double *imbalance, const double *capacity_price,
                                const double *effort_bend, double *capacitance, double *supply, double *step_sum,
                                double *room) {
  const size_t stride = (game->topics + NB_LANES - 1) / NB_LANES * NB_LANES;
  double *right = room, *out = room + stride, *block_room = room + 2 * stride;
  size_t failures = 0;
  for (size_t i = first; i < last; ++i) {
    nb_block b;
    if (!nb_block_build(game, i, at, effort, slope, capacity_price, effort_bend, block_room, &b)) {
      ++failures;
      continue;
    }
    size_t m = 0;
    for (size_t p = game->offset[i]; p < game->offset[i + 1]; ++p)
      if (slope[p] > 0.0) right[m++] = imbalance[p];
    for (size_t r = m; r < m + NB_LANES && r < stride; ++r) right[r] = 0.0;
    nb_block_apply(&b, right, out);
    for (size_t r = 0; r < m; ++r) step_sum[b.topic[r]] -= out[r];
    nb_block_add(game, &b, out, capacitance, supply);
  }
  return failures;
}

static void nb_creator_steps(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                             const double *slope, const double *imbalance, const double *capacity_price, const double *effort_bend,
                             const double *shift, bool weighted, double *step, double *step_sum, double *weighted_sum,
                             double *room) {
  const size_t stride = (game->topics + NB_LANES - 1) / NB_LANES * NB_LANES;
  double *right = room, *out = room + stride, *block_room = room + 2 * stride;
  for (size_t i = first; i < last; ++i) {
    const size_t begin = game->offset[i], end = game->offset[i + 1];
    nb_block b;
    const bool built = nb_block_build(game, i, at, effort, slope, capacity_price, effort_bend, block_room, &b);
    size_t m = 0;
    for (size_t p = begin; p < end; ++p) {
      if (!(slope[p] > 0.0)) continue;
      const double moved = shift ? shift[b.topic[m]] * (weighted ? b.factor[m] : 1.0) : 0.0;
      right[m] = imbalance[p] + moved;
      ++m;
    }
    for (size_t r = m; r < m + NB_LANES && r < stride; ++r) right[r] = 0.0;
    if (built) nb_block_apply(&b, right, out);
    m = 0;
    for (size_t p = begin; p < end; ++p) {
      step[p] = 0.0;
      if (!(slope[p] > 0.0)) continue;
      if (built) {
        step[p] = -out[m];
        if (step_sum) step_sum[b.topic[m]] -= out[m];
        if (weighted_sum) weighted_sum[b.topic[m]] -= out[m] * b.factor[m];
      }
      ++m;
    }
  }
}

static void nb_creator_net_steps(const nb_creators *game, size_t first, size_t last, const nb_topic_prices *at, const double *effort,
                                 const double *imbalance, const double *total_step, const double *step, const double *coupled,
                                 double *net_step) {
  for (size_t i = first; i < last; ++i) {
    const double weight = game->weight ? game->weight[i] : 0.0;
    for (size_t p = game->offset[i]; p < game->offset[i + 1]; p += NB_LANES) {
      const size_t left = game->offset[i + 1] - p;
      const int32_t *topic = game->topic + p;
      nb_v g = nb_mul_add(nb_load_some(effort + p, left, 0.0), nb_gather_topics(at->curvature, topic, left, 0.0), nb_gather_topics(at->slope, topic, left, 0.0));
      nb_v out = g * nb_gather_topics(total_step, topic, left, 0.0) - nb_load_some(imbalance + p, left, 0.0);
      if (coupled) {
        nb_v others = nb_load_some(coupled + p, left, 0.0) -
                      nb_gather_topics(game->matrix_diagonal, topic, left, 0.0) * nb_load_some(step + p, left, 0.0);
        out -= weight * others;
      }
      nb_store_some(net_step + p, left, out);
    }
  }
}
