// How an assistant learns, separately for each prompt. Every rule keeps a value for each cell; the reply to a prompt is the
// response of largest value, the lowest index among equals, found anew only for the prompt that was used.

/// What was played in each lane, and what came of it.
typedef struct {
  nl_vi prompt, reply, cell;
  nl_v count; ///< uses of the cell, this one included
  nl_v uses;  ///< uses of the prompt, this one included; of rules that ask for it
  nl_v reward;
} nl_play_of_round;

/// Whether a rule asks how often a prompt was used.
NL_INLINE bool nl_counts_uses(int ai_rule) { return ai_rule == NL_AI_COMMITS || ai_rule == NL_AI_GREEDY; }

/// Stores the value of the cell that was played, and the reply that follows for its prompt.
NL_INLINE void nl_set_value(nl_shape shape, const nl_rows *rows, nl_play_of_round played, nl_v value) {
  nl_v best = -INFINITY;
  nl_vi at = 0;
  for (size_t b = 0; b < shape.responses; ++b) {
    // The new value is not read back: a gather would wait for the stores.
    nl_v v = nl_select(played.reply == (long)b, value, nl_pick_response(shape, rows->values, played.prompt, b));
    nl_vi larger = v > best;
    best = nl_select(larger, v, best);
    at = nl_select_index(larger, (nl_vi)(long)b, at);
  }
  nl_put(shape, rows->values, shape.prompts * shape.responses, played.cell, value);
  nl_put(shape, rows->replies, shape.prompts, played.prompt, (nl_v)at);
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
  if (!nl_any(commits)) return;
  for (size_t b = 0; b < shape.responses; ++b) {
    nl_v old = nl_pick_response(shape, rows->values, played.prompt, b);
    nl_v mean = nl_pick_response(shape, rows->sums, played.prompt, b) / game->ai_first;
    nl_put_response(shape, rows->values, played.prompt, b, nl_select(commits & (old > -INFINITY), mean, old));
  }
  nl_put(shape, rows->marks, shape.prompts, played.prompt, nl_select(commits, (nl_v)1.0, committed));
  nl_set_value(shape, rows, played, nl_value(shape, rows, played));
}

NL_INLINE void nl_learn_index(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v mean = nl_add_reward(shape, rows, played) / played.count;
  nl_set_value(shape, rows, played, mean + nl_bonus_of(&game->ai_bonus, played.count));
}

/// Values are minus how often a response was used, -infinity for those that are out. When all active ones were used equally often, m
/// times, those with mean + r < max(mean - r), r = bonus(m), are dropped.
NL_INLINE void nl_learn_and_eliminate(const nl_game *game, nl_shape shape, const nl_rows *rows, nl_play_of_round played) {
  nl_v sum = nl_add_reward(shape, rows, played), value = -played.count;
  nl_v active = 0.0, most_used = 0.0, best = -INFINITY;
  nl_vi at = 0;
  for (size_t b = 0; b < shape.responses; ++b) {
    nl_v v = nl_select(played.reply == (long)b, value, nl_pick_response(shape, rows->values, played.prompt, b));
    nl_vi is_active = v > -INFINITY, larger = v > best;
    active += nl_select(is_active, (nl_v)1.0, (nl_v)0.0);
    most_used = nl_select(is_active & (v < most_used), v, most_used);
    best = nl_select(larger, v, best);
    at = nl_select_index(larger, (nl_vi)(long)b, at);
  }
  nl_put(shape, rows->values, shape.prompts * shape.responses, played.cell, value);
  nl_vi even = (active > 1.0) & (most_used == best);
  if (nl_any(even)) {
    nl_v r = nl_bonus_of(&game->ai_bonus, played.count), bar = -INFINITY;
    for (size_t b = 0; b < shape.responses; ++b) {
      nl_vi is_active = nl_pick_response(shape, rows->values, played.prompt, b) > -INFINITY;
      nl_v total = nl_select(played.reply == (long)b, sum, nl_pick_response(shape, rows->sums, played.prompt, b));
      nl_v low = total / played.count - r;
      bar = nl_select(is_active & (low > bar), low, bar);
    }
    best = -INFINITY;
    for (size_t b = 0; b < shape.responses; ++b) {
      nl_v old = nl_pick_response(shape, rows->values, played.prompt, b);
      nl_v total = nl_select(played.reply == (long)b, sum, nl_pick_response(shape, rows->sums, played.prompt, b));
      nl_vi out = even & (total / played.count + r < bar);
      if (nl_any(out)) nl_put_response(shape, rows->values, played.prompt, b, nl_select(out, (nl_v)-INFINITY, old));
      nl_v v = nl_select(out, (nl_v)-INFINITY, old);
      nl_vi larger = v > best;
      best = nl_select(larger, v, best);
      at = nl_select_index(larger, (nl_vi)(long)b, at);
    }
  }
  nl_put(shape, rows->replies, shape.prompts, played.prompt, (nl_v)at);
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
  if (!nl_any(explores)) return reply;
  nl_v responses = nl_look_up(shape, game->responses_of, shape.prompts, prompt);
  nl_v place = nl_select(explores, draw / eps * responses, (nl_v)0.0);
  place = nl_select(place > responses - 1.0, responses - 1.0, place);
  nl_vi at = nl_product(prompt, shape.responses) + __builtin_convertvector(place, nl_vi);
  return nl_select_index(explores, nl_integer(nl_gather(game->existing, at)), reply);
}
