// How an assistant learns, separately for each prompt. Every rule keeps a value for each cell; the reply to a prompt is the
// response of largest value, the lowest index among equals, found anew only for the prompt that was used.

NL_INLINE void nl_find_reply(const nl_game *game, nl_rows *rows, nl_vi prompt, nl_reach reach) {
  nl_v best = nl_pick_response(game, rows->values, prompt, 0, reach);
  nl_v at = 0.0;
  for (size_t b = 1; b < game->responses; ++b) {
    nl_v v = nl_pick_response(game, rows->values, prompt, b, reach);
    nl_vi larger = v > best;
    best = nl_select(larger, v, best);
    at = nl_select(larger, (nl_v)(double)b, at);
  }
  nl_put(rows->replies, game->prompts, prompt, at, reach);
}

/// Exploration is round robin, the least used response first: its value is minus how often it was used. After `first` rounds of
/// each the values are the means, and stay.
NL_INLINE void nl_learn_and_commit(const nl_game *game, nl_rows *rows, nl_vi prompt, nl_vi cell, nl_v count, nl_v uses, nl_v reward, nl_reach reach) {
  nl_v committed = nl_pick(rows->marks, game->prompts, prompt, reach);
  nl_vi learning = committed == 0.0;
  if (!nl_any(learning)) return;
  size_t cells = game->prompts * game->responses;
  nl_add(rows->sums, cells, cell, nl_select(learning, reward, (nl_v)0.0), reach);
  nl_v value = nl_pick(rows->values, cells, cell, reach);
  nl_put(rows->values, cells, cell, nl_select(learning, -count, value), reach);
  nl_v rounds = game->ai_first * nl_look_up(game->responses_of, game->prompts, prompt, reach);
  nl_vi commits = learning & (uses == rounds);
  if (nl_any(commits)) {
    for (size_t b = 0; b < game->responses; ++b) {
      nl_vi at = prompt * (long)game->responses + (long)b;
      nl_v old = nl_pick(rows->values, cells, at, reach);
      nl_v mean = nl_pick(rows->sums, cells, at, reach) / game->ai_first;
      nl_vi exists = old > -INFINITY;
      nl_put(rows->values, cells, at, nl_select(commits & exists, mean, old), reach);
    }
    nl_put(rows->marks, game->prompts, prompt, nl_select(commits, (nl_v)1.0, committed), reach);
  }
  nl_find_reply(game, rows, prompt, reach);
}

NL_INLINE void nl_learn_index(const nl_game *game, nl_rows *rows, nl_vi prompt, nl_vi cell, nl_v count, nl_v reward, nl_reach reach) {
  size_t cells = game->prompts * game->responses;
  nl_v sum = nl_add(rows->sums, cells, cell, reward, reach);
  nl_put(rows->values, cells, cell, sum / count + nl_bonus_of(&game->ai_bonus, count), reach);
  nl_find_reply(game, rows, prompt, reach);
}

/// Values are minus how often a response was used, -infinity for those that are out. When all active ones were used equally often, m
/// times, those with mean + r < max(mean - r), r = bonus(m), are dropped.
NL_INLINE void nl_learn_and_eliminate(const nl_game *game, nl_rows *rows, nl_vi prompt, nl_vi cell, nl_v count, nl_v reward, nl_reach reach) {
  size_t cells = game->prompts * game->responses;
  nl_add(rows->sums, cells, cell, reward, reach);
  nl_put(rows->values, cells, cell, -count, reach);
  nl_v active = 0.0, most = 0.0, least = -INFINITY;
  for (size_t b = 0; b < game->responses; ++b) {
    nl_v v = nl_pick_response(game, rows->values, prompt, b, reach);
    nl_vi is_active = v > -INFINITY;
    active += nl_select(is_active, (nl_v)1.0, (nl_v)0.0);
    most = nl_select(is_active & (v < most), v, most);
    least = nl_select(v > least, v, least);
  }
  nl_vi even = (active > 1.0) & (most == least);
  if (nl_any(even)) {
    nl_v r = nl_bonus_of(&game->ai_bonus, count), bar = -INFINITY;
    for (size_t b = 0; b < game->responses; ++b) {
      nl_vi is_active = nl_pick_response(game, rows->values, prompt, b, reach) > -INFINITY;
      nl_v low = nl_pick_response(game, rows->sums, prompt, b, reach) / count - r;
      bar = nl_select(is_active & (low > bar), low, bar);
    }
    for (size_t b = 0; b < game->responses; ++b) {
      nl_vi at = prompt * (long)game->responses + (long)b;
      nl_v value = nl_pick(rows->values, cells, at, reach);
      nl_v high = nl_pick(rows->sums, cells, at, reach) / count + r;
      nl_put(rows->values, cells, at, nl_select(even & (high < bar), (nl_v)-INFINITY, value), reach);
    }
  }
  nl_find_reply(game, rows, prompt, reach);
}

/// Values are means, infinity before the first use.
NL_INLINE void nl_learn_means(const nl_game *game, nl_rows *rows, nl_vi prompt, nl_vi cell, nl_v count, nl_v reward, nl_reach reach) {
  size_t cells = game->prompts * game->responses;
  nl_v sum = nl_add(rows->sums, cells, cell, reward, reach);
  nl_put(rows->values, cells, cell, sum / count, reach);
  nl_find_reply(game, rows, prompt, reach);
}

/// The response where it explores, at random among those there are, else `reply`. eps(n) falls from n = 2 on, so the last one
/// that was computed is a bound for those to come: only a draw below it needs the next.
NL_INLINE nl_vi nl_explore(const nl_game *game, nl_rows *rows, nl_vi prompt, nl_vi reply, nl_v draw, nl_reach reach) {
  nl_v bounds = nl_pick(rows->marks, game->prompts, prompt, reach);
  nl_vi near = draw < bounds;
  if (!nl_any(near)) return reply;
  for (int l = 0; l < NL_LANES; ++l) {
    if (!near[l]) continue;
    size_t a = (size_t)prompt[l];
    double n = rows->uses[NL_LANES * a + (size_t)l];
    double eps = nl_exploration(game->greed, game->responses_of[a], n);
    if (n >= 2) rows->marks[NL_LANES * a + (size_t)l] = eps * (1 + 0x1p-40);
    if (!(draw[l] < eps)) continue;
    long place = (long)(draw[l] / eps * game->responses_of[a]);
    long last = (long)game->responses_of[a] - 1;
    if (place > last) place = last;
    size_t b = 0;
    for (;; ++b)
      if (game->available[a * game->responses + b] != 0 && place-- == 0) break;
    reply[l] = (long)b;
  }
  return reply;
}
