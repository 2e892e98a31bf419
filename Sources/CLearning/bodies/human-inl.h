// How a human picks prompts. Exploration is round robin and the same in all replicas, so it is a matter of the round alone.

/// What a human does in a stretch of rounds.
typedef enum { NL_EXPLORING, NL_COMMITTED, NL_BY_INDEX, NL_BY_WEIGHT } nl_mode;

/// What weights are taken relative to changes where their sum falls below this. It is at least 1 after a change, so that the arguments of
/// exp that matter, and with them its relative errors, stay as small as with weights relative to the least loss in every round.
#define NL_LEAST_SUM 0.5

/// The weight of an estimated loss.
NL_INLINE nl_v nl_weight(const nl_game *game, const nl_rows *rows, nl_v loss) {
  return nl_exp_of_negative(-game->rate * (loss - nl_load(rows->choice)));
}

NL_INLINE nl_v nl_sum_of_weights(nl_shape shape, const nl_rows *rows) {
  nl_v sum = nl_load(rows->earned);
  for (size_t a = 1; a < shape.prompts; ++a) sum += nl_load(rows->earned + NL_LANES * a);
  return sum;
}

/// Weights of the lanes `where` are taken relative to their least loss from now on.
static __attribute__((noinline)) void nl_weigh_anew(const nl_game *game, const nl_rows *rows, const nl_vi *where) {
  nl_v least = nl_load(rows->appeals);
  for (size_t a = 1; a < game->prompts; ++a) {
    nl_v loss = nl_load(rows->appeals + NL_LANES * a);
    least = nl_select(loss < least, loss, least);
  }
  nl_store(rows->choice, nl_select(*where, least, nl_load(rows->choice)));
  for (size_t a = 0; a < game->prompts; ++a) {
    double *weight = rows->earned + NL_LANES * a;
    nl_store(weight, nl_select(*where, nl_weight(game, rows, nl_load(rows->appeals + NL_LANES * a)), nl_load(weight)));
  }
}

/// The prompt drawn with probabilities in proportion to the weights exp(-rate (loss - reference)), and 1/probability. Only the weight of
/// the prompt that was used changes in a round. draw < 1 - 2^-54, so draw * sum, rounded, is below the sum, and a prompt without weight
/// is never drawn.
NL_INLINE nl_vi nl_draw_prompt(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_v draw, nl_v *inverse) {
  nl_v sum = nl_sum_of_weights(shape, rows);
  nl_vi small = sum < NL_LEAST_SUM;
  if (nl_any(small)) {
    nl_weigh_anew(game, rows, &small);
    sum = nl_sum_of_weights(shape, rows);
  }
  nl_v place = draw * sum, chosen = nl_load(rows->earned), reached = chosen;
  nl_vi at = 0;
  for (size_t a = 1; a < shape.prompts; ++a) {
    nl_v weight = nl_load(rows->earned + NL_LANES * a);
    nl_vi beyond = place >= reached;
    at = nl_select_index(beyond, (nl_vi)(long)a, at);
    chosen = nl_select(beyond, weight, chosen);
    reached += weight;
  }
  *inverse = sum / chosen;
  return at;
}

/// Adds the estimated loss of the prompt that was drawn.
NL_INLINE void nl_learn_loss(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_vi prompt, nl_v reward, nl_v inverse) {
  nl_v loss = 1.0 - (reward - game->loss_low) / (game->loss_high - game->loss_low);
  loss = nl_select(loss < 0.0, (nl_v)0.0, nl_select(loss > 1.0, (nl_v)1.0, loss));
  nl_v total = nl_add(shape, rows->appeals, shape.prompts, prompt, loss * inverse);
  nl_put(shape, rows->earned, shape.prompts, prompt, nl_weight(game, rows, total));
}

/// The index of the prompt that was used, `uses` times by now.
NL_INLINE void nl_learn_appeal(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_vi prompt, nl_v uses, nl_v reward) {
  nl_v mean = nl_add(shape, rows->earned, shape.prompts, prompt, reward) / uses;
  nl_put(shape, rows->appeals, shape.prompts, prompt, mean + nl_bonus_of(&game->human_bonus, uses));
}

/// The best mean of the phase of exploration that has just ended; what was earned in it is forgotten.
NL_INLINE void nl_commit(const nl_game *game, const nl_rows *rows) {
  // All prompts were used equally often, so the largest sum is that of the largest mean; the means themselves are compared, since
  // two sums that differ can have the same mean in doubles.
  nl_v best = -INFINITY;
  nl_vi at = 0;
  double rounds = (double)(game->human_second > 0 ? game->human_second : game->human_first);
  for (size_t a = 0; a < game->prompts; ++a) {
    nl_v mean = nl_load(rows->earned + NL_LANES * a) / rounds;
    nl_vi larger = mean > best;
    best = nl_select(larger, mean, best);
    at = nl_select_index(larger, (nl_vi)(long)a, at);
  }
  nl_store(rows->choice, (nl_v)at);
}

/// What was earned so far is forgotten; `fresh` is 0, or 1 where weights take its place.
NL_INLINE void nl_forget_earned(const nl_game *game, const nl_rows *rows, double fresh) {
  for (size_t a = 0; a < game->prompts; ++a) nl_store(rows->earned + NL_LANES * a, fresh);
}
