// How an assistant learns, separately for each prompt. Every rule keeps a value for each cell. Where values change with every use the
// reply is the response of largest value, the lowest index among equals, found when it is asked for; else it is stored.

/// What was played in each lane, and what came of it.
typedef struct {
  nl_vi prompt, reply;
  nl_cell cell;
  nl_v count; ///< uses of the cell, this one included
  nl_v uses;  ///< uses of the prompt, this one included; of rules that ask for it
  nl_v reward;
} nl_play_of_round;

/// Whether a rule stores its replies.
NL_INLINE bool nl_stores_replies(int ai_rule) { return ai_rule == NL_AI_COMMITS || ai_rule == NL_AI_ELIMINATES; }

/// The larger of two, of equal ones that of the lower response.
NL_INLINE nl_best nl_better(nl_best a, nl_best b) {
  nl_vi second = (b.value > a.value) | ((b.value == a.value) & (b.at < a.at));
  return (nl_best){nl_select(second, b.value, a.value), nl_select_index(second, b.at, a.at)};
}

/// Half the elements of a and of b are held against the other half: those of a and of b alternate afterwards, in runs of 1, 2, 4.
#define NL_SHUFFLE(a, b, ...) \
  ((nl_best){__builtin_shufflevector(a.value, b.value, __VA_ARGS__), __builtin_shufflevector(a.at, b.at, __VA_ARGS__)})
#define NL_HALVE_BY_1(a, b) nl_better(NL_SHUFFLE(a, b, 0, 8, 2, 10, 4, 12, 6, 14), NL_SHUFFLE(a, b, 1, 9, 3, 11, 5, 13, 7, 15))
#define NL_HALVE_BY_2(a, b) nl_better(NL_SHUFFLE(a, b, 0, 1, 8, 9, 4, 5, 12, 13), NL_SHUFFLE(a, b, 2, 3, 10, 11, 6, 7, 14, 15))
#define NL_HALVE_BY_4(a, b) nl_better(NL_SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11), NL_SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15))

/// The same of rows as long as vectors: eight responses at a time in each lane, then the eight best of eight lanes at once.
NL_INLINE nl_vi nl_best_of_wide(nl_shape shape, const double *values, nl_vi prompt) {
  const nl_vi place = nl_place_of(shape, prompt);
  nl_best best[NL_LANES];
#pragma clang loop unroll(full)
  for (int l = 0; l < NL_LANES; ++l) best[l] = (nl_best){nl_load(values + place[l]), nl_lane_numbers()};
  nl_vi at = nl_lane_numbers();
  for (size_t b = NL_LANES; b < shape.responses; b += NL_LANES) {
    at += NL_LANES;
#pragma clang loop unroll(full)
    for (int l = 0; l < NL_LANES; ++l) best[l] = nl_larger(best[l], (nl_best){nl_load(values + place[l] + b), at});
  }
  nl_best a = NL_HALVE_BY_2(NL_HALVE_BY_1(best[0], best[1]), NL_HALVE_BY_1(best[2], best[3]));
  nl_best b = NL_HALVE_BY_2(NL_HALVE_BY_1(best[4], best[5]), NL_HALVE_BY_1(best[6], best[7]));
  return NL_HALVE_BY_4(a, b).at;
}

/// The response of largest value to a prompt, the lowest index among equals.
NL_INLINE nl_vi nl_best_response(nl_shape shape, const nl_rows *rows, nl_vi prompt) {
  if (nl_is_wide(shape.responses)) return nl_best_of_wide(shape, rows->values, prompt);
  nl_v best = nl_pick_value(shape, rows->values, prompt, 0);
  nl_vi at = 0;
  for (size_t b = 1; b < shape.responses; ++b) {
    nl_v v = nl_pick_value(shape, rows->values, prompt, b);
    nl_vi larger = v > best;
    best = nl_select(larger, v, best);
    at = nl_select_index(larger, (nl_vi)(long)b, at);
  }
  return at;
}

NL_INLINE void nl_store_reply(nl_shape shape, const nl_rows *rows, nl_vi prompt, nl_vi reply) {
  nl_put(shape, rows->replies, shape.prompts, prompt, (nl_v)reply);
}

/// Adds the reward to the cell that was played.
NL_INLINE nl_v nl_add_reward(nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  return nl_add_to_cell(shape, rows->sums, played.cell, played.reward);
}

/// The response of best mean to a prompt in one lane after each was used `ai_first` times, the lowest index among equals.
static __attribute__((noinline)) long nl_commit_to(const nl_game *game, const nl_rows *rows, size_t prompt, size_t lane) {
  const nl_places places = nl_places_of(game->prompts, game->responses);
  const double *sums = rows->sums + places.of_prompt * prompt + places.of_lane * lane;
  double best = -INFINITY;
  size_t at = 0;
  for (size_t b = 0; b < game->responses; ++b) {
    if (game->available[prompt * game->responses + b] == 0) continue;
    // Two sums that differ can have the same mean in doubles.
    double mean = sums[places.of_response * b] / game->ai_first;
    if (mean > best) {
      best = mean;
      at = b;
    }
  }
  return (long)at;
}

/// Exploration is round robin over the responses there are; it ends with the last use of the last one.
NL_INLINE void nl_learn_and_commit(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_vi prompt = played.prompt;
  nl_v turn = nl_pick(shape, rows->marks, shape.prompts, prompt);
  nl_vi learning = turn >= 0.0;
  if (!nl_any(learning)) return;
  nl_add_reward(shape, rows, played); // what is added after the commitment is not looked at again
  nl_v next = turn + 1.0;
  nl_vi ends = learning & (next == nl_look_up(shape, game->responses_of, shape.prompts, prompt));
  next = nl_select(ends, (nl_v)0.0, next);
  nl_vi place = nl_product(prompt, shape.responses) + nl_integer(nl_select(learning, next, (nl_v)0.0));
  nl_vi reply = nl_integer(nl_look_up(shape, game->existing, shape.prompts * shape.responses, place));
  reply = nl_select_index(learning, reply, played.reply);
  nl_vi commits = ends & (played.count == game->ai_first);
  if (nl_any(commits))
    for (size_t l = 0; l < NL_LANES; ++l)
      if (commits[l]) reply[l] = nl_commit_to(game, rows, (size_t)prompt[l], l);
  nl_put(shape, rows->marks, shape.prompts, prompt, nl_select(learning & ~commits, next, (nl_v)NL_OUT));
  nl_store_reply(shape, rows, prompt, reply);
}

NL_INLINE void nl_learn_index(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v mean = nl_add_reward(shape, rows, played) / played.count;
  nl_set_value(shape, rows, played.cell, mean + nl_bonus_of(&game->ai_bonus, played.count));
}

/// Drops what is inferior among the responses to a prompt in one lane after all active ones were used n times, reach = n bonus(n):
/// mean + bonus < max(mean - bonus), times n. Returns the first response that is left.
static __attribute__((noinline)) long nl_drop(const nl_game *game, const nl_rows *rows, size_t prompt, size_t lane, double reach) {
  const nl_places places = nl_places_of(game->prompts, game->responses);
  const size_t row = places.of_prompt * prompt + places.of_lane * lane, step = places.of_value;
  double *next = rows->values + row, bar = -INFINITY;
  const double *totals = rows->sums + row;
  size_t first = game->responses, before = 0;
  for (size_t b = 0; b < game->responses; ++b)
    if (next[step * b] != NL_OUT && totals[places.of_response * b] - reach > bar) bar = totals[places.of_response * b] - reach;
  for (size_t b = 0; b < game->responses; ++b) {
    if (next[step * b] == NL_OUT) continue;
    if (totals[places.of_response * b] + reach < bar) {
      next[step * b] = NL_OUT;
      continue;
    }
    if (first == game->responses) first = b;
    else next[step * before] = (double)b;
    before = b;
  }
  next[step * before] = (double)first;
  return (long)first;
}

/// The least used of the active responses is the next in order: they take turns, and values say who is next. The least and the largest total of a turn
/// tell at its end whether any response is to be dropped.
NL_INLINE void nl_learn_and_eliminate(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v sum = nl_add_reward(shape, rows, played), next = nl_value(shape, rows, played.cell);
  nl_v least = nl_pick(shape, rows->marks, shape.prompts, played.prompt), most = nl_pick(shape, rows->mosts, shape.prompts, played.prompt);
  least = nl_select(sum < least, sum, least);
  most = nl_select(sum > most, sum, most);
  nl_vi reply = nl_integer(next), ends = reply <= played.reply;
  nl_v reach = played.count * nl_bonus_of(&game->ai_bonus, played.count);
  nl_vi drops = ends & (least + reach < most - reach);
  if (nl_any(drops)) {
    nl_vi prompt = played.prompt;
    for (size_t l = 0; l < NL_LANES; ++l)
      if (drops[l]) reply[l] = nl_drop(game, rows, (size_t)prompt[l], l, reach[l]);
  }
  least = nl_select(ends, (nl_v)INFINITY, least);
  most = nl_select(ends, (nl_v)-INFINITY, most);
  nl_put(shape, rows->marks, shape.prompts, played.prompt, least);
  nl_put(shape, rows->mosts, shape.prompts, played.prompt, most);
  nl_store_reply(shape, rows, played.prompt, reply);
}

/// Values are means, infinity before the first use.
NL_INLINE void nl_learn_means(nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_set_value(shape, rows, played.cell, nl_add_reward(shape, rows, played) / played.count);
}

/// eps(n) of each lane where a draw may lie below it, 0 elsewhere. From the table while it reaches. eps falls from n = 2 on, so
/// beyond the table the last one computed bounds those to come, and only a draw below it asks for the next.
NL_INLINE nl_v nl_exploration_of(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_vi prompt, nl_v uses, nl_v draw) {
  nl_v responses = nl_look_up(shape, game->responses_of, shape.prompts, prompt);
  if (nl_all(uses < (double)game->tabulated_exploration)) {
    nl_vi table = nl_product(nl_integer(responses - 1.0), game->tabulated_exploration);
    return nl_gather(game->exploration, table + nl_integer(uses));
  }
  nl_v eps = 0.0;
  nl_vi near = draw < nl_pick(shape, rows->marks, shape.prompts, prompt);
  for (int l = 0; l < NL_LANES; ++l) {
    if (!near[l]) continue;
    eps[l] = nl_exploration(game->greed, responses[l], uses[l]);
    if (uses[l] >= 2) rows->marks[NL_LANES * prompt[l] + l] = eps[l] * (1 + 0x1p-40);
  }
  return eps;
}

/// The response where the assistant explores, at random among those there are, else `reply`.
NL_INLINE nl_vi nl_explore(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_vi prompt, nl_vi reply, nl_v draw) {
  nl_v eps = nl_exploration_of(game, shape, rows, prompt, nl_pick(shape, rows->uses, shape.prompts, prompt), draw);
  nl_vi explores = draw < eps;
  nl_v responses = nl_look_up(shape, game->responses_of, shape.prompts, prompt);
  nl_v place = nl_select(explores, draw / eps * responses, (nl_v)0.0);
  place = nl_select(place > responses - 1.0, responses - 1.0, place);
  nl_vi at = nl_product(prompt, shape.responses) + __builtin_convertvector(place, nl_vi);
  return nl_select_index(explores, nl_integer(nl_gather(game->existing, at)), reply);
}
