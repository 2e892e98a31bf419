// How an assistant learns, separately for each prompt. Every rule keeps a value for each cell. Where values change with every use the
// reply is the response of largest value, the lowest index among equals, found when it is asked for; else it is stored.

/// What was played in each lane, and what came of it.
typedef struct {
  nl_vi prompt, reply, cell;
  nl_v count; ///< uses of the cell, this one included
  nl_v uses;  ///< uses of the prompt, this one included; of rules that ask for it
  nl_v reward;
} nl_play_of_round;

/// Whether a rule asks how often a prompt was used.
NL_INLINE bool nl_counts_uses(int ai_rule) { return ai_rule == NL_AI_COMMITS || ai_rule == NL_AI_GREEDY; }

/// Whether a rule stores its replies.
NL_INLINE bool nl_stores_replies(int ai_rule) { return ai_rule == NL_AI_COMMITS || ai_rule == NL_AI_ELIMINATES; }

/// The response of largest value to a prompt, the lowest index among equals.
NL_INLINE nl_vi nl_best_response(nl_shape shape, const nl_rows *rows, nl_vi prompt) {
  nl_v best = nl_pick_response(shape, rows->values, prompt, 0);
  nl_vi at = 0;
  for (size_t b = 1; b < shape.responses; ++b) {
    nl_v v = nl_pick_response(shape, rows->values, prompt, b);
    nl_vi larger = v > best;
    best = nl_select(larger, v, best);
    at = nl_select_index(larger, (nl_vi)(long)b, at);
  }
  return at;
}

NL_INLINE void nl_set_value(nl_shape shape, const nl_rows *rows, nl_play_of_round played, nl_v value) {
  nl_put(shape, rows->values, shape.prompts * shape.responses, played.cell, value);
}

NL_INLINE void nl_store_reply(nl_shape shape, const nl_rows *rows, nl_vi prompt, nl_vi reply) {
  nl_put(shape, rows->replies, shape.prompts, prompt, (nl_v)reply);
}

/// Adds the reward to the cell that was played.
NL_INLINE nl_v nl_add_reward(nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  return nl_add(shape, rows->sums, shape.prompts * shape.responses, played.cell, played.reward);
}

NL_INLINE nl_v nl_value(nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  return nl_pick(shape, rows->values, shape.prompts * shape.responses, played.cell);
}

/// Exploration is round robin, the least used response first: its value is minus how often it was used. After `first` rounds of
/// each the values are the means, and stay.
NL_INLINE void nl_learn_and_commit(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v committed = nl_pick(shape, rows->marks, shape.prompts, played.prompt);
  nl_vi learning = committed == 0.0;
  if (!nl_any(learning)) return;
  nl_add_reward(shape, rows, played); // what is added after the commitment is not looked at again
  nl_set_value(shape, rows, played, nl_select(learning, -played.count, nl_value(shape, rows, played)));
  nl_vi commits = learning & (played.uses == game->ai_first * nl_look_up(shape, game->responses_of, shape.prompts, played.prompt));
  if (!nl_any(commits)) return nl_store_reply(shape, rows, played.prompt, nl_best_response(shape, rows, played.prompt));
  for (size_t b = 0; b < shape.responses; ++b) {
    nl_v old = nl_pick_response(shape, rows->values, played.prompt, b);
    nl_v mean = nl_pick_response(shape, rows->sums, played.prompt, b) / game->ai_first;
    nl_put_response(shape, rows->values, played.prompt, b, nl_select(commits & (old > -INFINITY), mean, old));
  }
  nl_put(shape, rows->marks, shape.prompts, played.prompt, nl_select(commits, (nl_v)1.0, committed));
  nl_store_reply(shape, rows, played.prompt, nl_best_response(shape, rows, played.prompt));
}

NL_INLINE void nl_learn_index(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v mean = nl_add_reward(shape, rows, played) / played.count;
  nl_set_value(shape, rows, played, mean + nl_bonus_of(&game->ai_bonus, played.count));
}

/// Drops what is inferior among the responses to a prompt in one lane after all active ones were used n times, reach = n bonus(n):
/// mean + bonus < max(mean - bonus), times n. Returns the first response that is left.
static __attribute__((noinline)) long nl_drop(const nl_game *game, const nl_rows *rows, size_t prompt, size_t lane, double reach) {
  const size_t row = NL_LANES * prompt * game->responses + lane;
  double *next = rows->values + row, bar = -INFINITY;
  const double *totals = rows->sums + row;
  size_t first = game->responses, before = 0;
  for (size_t b = 0; b < game->responses; ++b)
    if (next[NL_LANES * b] != NL_OUT && totals[NL_LANES * b] - reach > bar) bar = totals[NL_LANES * b] - reach;
  for (size_t b = 0; b < game->responses; ++b) {
    if (next[NL_LANES * b] == NL_OUT) continue;
    if (totals[NL_LANES * b] + reach < bar) {
      next[NL_LANES * b] = NL_OUT;
      continue;
    }
    if (first == game->responses) first = b;
    else next[NL_LANES * before] = (double)b;
    before = b;
  }
  next[NL_LANES * before] = (double)first;
  return (long)first;
}

/// The least used of the active responses is the next in order: they take turns, and values say who is next. The least and the largest total of a turn
/// tell at its end whether any response is to be dropped.
NL_INLINE void nl_learn_and_eliminate(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v sum = nl_add_reward(shape, rows, played), next = nl_value(shape, rows, played);
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
  nl_set_value(shape, rows, played, nl_add_reward(shape, rows, played) / played.count);
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
