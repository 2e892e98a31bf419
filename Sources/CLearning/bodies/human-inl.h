// How a human picks prompts. Exploration is round robin and the same in all replicas, so it is a matter of the round alone.

/// What a human does in a stretch of rounds.
typedef enum { NL_EXPLORING, NL_COMMITTED, NL_BY_INDEX, NL_BY_WEIGHT } nl_mode;

/// The prompt drawn with probabilities in proportion to exp(-rate (loss - least loss)), and its probability.
NL_INLINE nl_vi nl_draw_prompt(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_v draw, nl_v *probability) {
  const size_t prompts = shape.prompts;
  nl_v least = nl_load(rows->appeals);
  for (size_t a = 1; a < prompts; ++a) {
    nl_v loss = nl_load(rows->appeals + NL_LANES * a);
    least = nl_select(loss < least, loss, least);
  }
  nl_v sum = 0.0;
  for (size_t a = 0; a < prompts; ++a) {
    nl_v weight = nl_exp_of_negative(-game->rate * (nl_load(rows->appeals + NL_LANES * a) - least));
    nl_store(rows->earned + NL_LANES * a, weight);
    sum += weight;
  }
  nl_vi at = (long)(prompts - 1), found = 0;
  nl_v reached = 0.0, chosen = 0.0;
  for (size_t a = 0; a < prompts; ++a) {
    nl_v p = nl_load(rows->earned + NL_LANES * a) / sum;
    reached += p;
    nl_vi here = ~found & ((draw < reached) | (nl_vi)(-(long)(a + 1 == prompts)));
    at = nl_select_index(here, (nl_vi)(long)a, at);
    chosen = nl_select(here, p, chosen);
    found |= here;
  }
  *probability = chosen;
  return at;
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

NL_INLINE void nl_forget_earned(const nl_game *game, const nl_rows *rows) {
  for (size_t a = 0; a < game->prompts; ++a) nl_store(rows->earned + NL_LANES * a, 0.0);
}
