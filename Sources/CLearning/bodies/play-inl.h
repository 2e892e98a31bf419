// The rounds themselves. A stretch of rounds in which the human does one kind of thing is one loop, compiled for each kind of human,
// assistant and reach; within it groups follow each other round by round, so that the processor overlaps one's chain of
// choice, reward and learning with the next one's.

/// Cells up to which going through all of them is faster than gathers.
#define NL_FEW_CELLS 12

NL_INLINE nl_v nl_reward(int noise, nl_v parameter, double low, double high, double width, nl_v u) {
  if (noise == NL_UNIFORM) return parameter + width * (2.0 * u - 1.0);
  return nl_select(u < parameter, (nl_v)high, (nl_v)low);
}

NL_INLINE void nl_round(
    const nl_game *game, nl_rows *rows, nl_vu replicas, uint64_t t, long turn, nl_mode mode, int ai_rule, nl_reach reach) {
  const size_t prompts = game->prompts, responses = game->responses, cells = prompts * responses;
  nl_pair u = nl_random(game->seed, 0, replicas, t), draws = {0.0, 0.0};
  if (mode == NL_BY_WEIGHT || ai_rule == NL_AI_GREEDY) draws = nl_random(game->seed, 1, replicas, t);

  nl_vi prompt = turn;
  nl_v probability = 1.0;
  if (mode == NL_COMMITTED) prompt = nl_integer(nl_load(rows->choice));
  if (mode == NL_BY_INDEX) prompt = nl_largest(rows->appeals, prompts);
  if (mode == NL_BY_WEIGHT) prompt = nl_draw_prompt(game, rows, draws.first, &probability);

  nl_vi reply = nl_integer(nl_pick(rows->replies, prompts, prompt, reach));
  if (ai_rule == NL_AI_GREEDY) reply = nl_explore(game, rows, prompt, reply, draws.second, reach);
  nl_vi cell = prompt * (long)responses + reply;

  nl_v human = nl_reward(game->noise, nl_look_up(game->human, cells, cell, reach), game->human_low, game->human_high, game->width, u.first);
  nl_v ai = nl_reward(game->noise, nl_look_up(game->ai, cells, cell, reach), game->ai_low, game->ai_high, game->width, u.second);
  nl_store(rows->totals, nl_load(rows->totals) + human);
  nl_store(rows->totals + NL_LANES, nl_load(rows->totals + NL_LANES) + ai);

  nl_v count = nl_add(rows->counts, cells, cell, 1.0, reach);
  nl_v uses = nl_add(rows->uses, prompts, prompt, 1.0, reach);
  if (ai_rule == NL_AI_COMMITS) nl_learn_and_commit(game, rows, prompt, cell, count, uses, ai, reach);
  if (ai_rule == NL_AI_INDEX) nl_learn_index(game, rows, prompt, cell, count, ai, reach);
  if (ai_rule == NL_AI_ELIMINATES) nl_learn_and_eliminate(game, rows, prompt, cell, count, ai, reach);
  if (ai_rule == NL_AI_GREEDY) nl_learn_means(game, rows, prompt, cell, count, ai, reach);

  if (mode == NL_EXPLORING) {
    double *earned = rows->earned + NL_LANES * (size_t)turn;
    nl_store(earned, nl_load(earned) + human);
  }
  if (mode == NL_BY_INDEX) {
    nl_v sum = nl_add(rows->earned, prompts, prompt, human, reach);
    nl_put(rows->appeals, prompts, prompt, sum / uses + nl_bonus_of(&game->human_bonus, uses), reach);
  }
  if (mode == NL_BY_WEIGHT) {
    nl_v loss = 1.0 - (human - game->loss_low) / (game->loss_high - game->loss_low);
    loss = nl_select(loss < 0.0, (nl_v)0.0, nl_select(loss > 1.0, (nl_v)1.0, loss));
    nl_add(rows->appeals, prompts, prompt, loss / probability, reach);
  }
}

NL_INLINE void nl_stretch(
    const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state, nl_mode mode, int ai_rule,
    nl_reach reach) {
  const size_t stride = nl_group_doubles(game);
  const nl_vu replicas = nl_replicas(replica);
  size_t turn = (size_t)(first % game->prompts);
  for (uint64_t t = first; t < last; ++t) {
    for (size_t g = 0; g < groups; ++g) {
      nl_rows rows = nl_rows_of(game, state + stride * g);
      nl_round(game, &rows, (replicas + NL_LANES * g) & NL_LOW, t, (long)turn, mode, ai_rule, reach);
    }
    if (++turn == game->prompts) turn = 0;
  }
}

typedef void nl_stretch_of(const nl_game *, size_t, uint32_t, uint64_t, uint64_t, double *);

#define NL_DEFINE_STRETCH(name, mode, rule, reach)                                                                            \
  static __attribute__((noinline)) void name(                                                                                 \
      const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state) {                   \
    nl_stretch(game, groups, replica, first, last, state, mode, rule, reach);                                                 \
  }
#define NL_DEFINE_RULES(name, mode, reach)                                                                                    \
  NL_DEFINE_STRETCH(name##_commits, mode, NL_AI_COMMITS, reach)                                                               \
  NL_DEFINE_STRETCH(name##_index, mode, NL_AI_INDEX, reach)                                                                   \
  NL_DEFINE_STRETCH(name##_eliminates, mode, NL_AI_ELIMINATES, reach)                                                         \
  NL_DEFINE_STRETCH(name##_greedy, mode, NL_AI_GREEDY, reach)
#define NL_RULES(name) {name##_commits, name##_index, name##_eliminates, name##_greedy}

NL_DEFINE_RULES(nl_few_exploring, NL_EXPLORING, NL_FEW)
NL_DEFINE_RULES(nl_few_committed, NL_COMMITTED, NL_FEW)
NL_DEFINE_RULES(nl_few_by_index, NL_BY_INDEX, NL_FEW)
NL_DEFINE_RULES(nl_few_by_weight, NL_BY_WEIGHT, NL_FEW)
NL_DEFINE_RULES(nl_many_exploring, NL_EXPLORING, NL_MANY)
NL_DEFINE_RULES(nl_many_committed, NL_COMMITTED, NL_MANY)
NL_DEFINE_RULES(nl_many_by_index, NL_BY_INDEX, NL_MANY)
NL_DEFINE_RULES(nl_many_by_weight, NL_BY_WEIGHT, NL_MANY)

/// By reach, mode and the assistant's rule.
static nl_stretch_of *const nl_stretches[2][4][4] = {
    {NL_RULES(nl_few_exploring), NL_RULES(nl_few_committed), NL_RULES(nl_few_by_index), NL_RULES(nl_few_by_weight)},
    {NL_RULES(nl_many_exploring), NL_RULES(nl_many_committed), NL_RULES(nl_many_by_index), NL_RULES(nl_many_by_weight)},
};

static void nl_play(const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state) {
  const nl_reach reach = game->prompts * game->responses <= NL_FEW_CELLS ? NL_FEW : NL_MANY;
  const uint64_t prompts = game->prompts, forever = UINT64_MAX;
  // Ends of the two phases of exploration; neither of a human who goes by an index.
  uint64_t pulls = game->human_rule == NL_HUMAN_INDEX ? 0 : game->human_first;
  uint64_t second = game->human_rule == NL_HUMAN_COMMITS ? game->human_second : 0;
  uint64_t one = pulls > forever / prompts ? forever : pulls * prompts;
  uint64_t two = second > (forever - one) / prompts ? forever : one + second * prompts;
  const nl_mode later = game->human_rule == NL_HUMAN_COMMITS ? NL_COMMITTED : game->human_rule == NL_HUMAN_INDEX ? NL_BY_INDEX : NL_BY_WEIGHT;
  while (first < last) {
    uint64_t end = first < one ? one : first < two ? two : forever;
    uint64_t stop = end < last ? end : last;
    nl_stretches[reach][first < two ? NL_EXPLORING : later][game->ai_rule](game, groups, replica, first, stop, state);
    first = stop;
    if (first != end) continue;
    for (size_t g = 0; g < groups; ++g) {
      nl_rows rows = nl_rows_of(game, state + nl_group_doubles(game) * g);
      if (first == two && later == NL_COMMITTED) nl_commit(game, &rows);
      nl_forget_earned(game, &rows);
    }
  }
}
