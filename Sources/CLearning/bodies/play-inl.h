// The rounds themselves. A stretch of rounds in which the human does one kind of thing is one loop, compiled for each kind of human
// and of assistant; within it groups follow each other round by round, so that the processor overlaps one's chain of
// choice, reward and learning with the next one's.

NL_INLINE nl_v nl_reward(int noise, nl_v parameter, double low, double high, double width, nl_v u) {
  if (noise == NL_UNIFORM) return parameter + width * (2.0 * u - 1.0);
  return nl_select(u < parameter, (nl_v)high, (nl_v)low);
}

NL_INLINE void nl_round(
    const nl_game *game, nl_shape shape, const nl_rows *rows, nl_vu replicas, uint64_t t, long turn, nl_mode mode, int ai_rule) {
  const size_t prompts = shape.prompts, cells = shape.prompts * shape.responses;
  nl_pair u = nl_random(game->seed, 0, replicas, t), draws = {0.0, 0.0};
  if (mode == NL_BY_WEIGHT || ai_rule == NL_AI_GREEDY) draws = nl_random(game->seed, 1, replicas, t);

  nl_play_of_round played = {.prompt = turn};
  nl_v inverse = 1.0;
  if (mode == NL_COMMITTED) played.prompt = (nl_vi)nl_load(rows->choice);
  if (mode == NL_BY_INDEX) played.prompt = nl_largest(rows->appeals, prompts);
  if (mode == NL_BY_WEIGHT) played.prompt = nl_draw_prompt(game, shape, rows, draws.first, &inverse);

  played.reply = (nl_vi)nl_pick(shape, rows->replies, prompts, played.prompt);
  if (ai_rule == NL_AI_GREEDY) played.reply = nl_explore(game, shape, rows, played.prompt, played.reply, draws.second);
  played.cell = nl_product(played.prompt, shape.responses) + played.reply;

  nl_v human = nl_reward(game->noise, nl_look_up(shape, game->human, cells, played.cell), game->human_low, game->human_high, game->width, u.first);
  played.reward = nl_reward(game->noise, nl_look_up(shape, game->ai, cells, played.cell), game->ai_low, game->ai_high, game->width, u.second);
  nl_store(rows->totals, nl_load(rows->totals) + human);
  nl_store(rows->totals + NL_LANES, nl_load(rows->totals + NL_LANES) + played.reward);

  played.count = nl_add(shape, rows->counts, cells, played.cell, 1.0);
  if (nl_counts_uses(ai_rule) || mode == NL_BY_INDEX) played.uses = nl_add(shape, rows->uses, prompts, played.prompt, 1.0);
  if (ai_rule == NL_AI_COMMITS) nl_learn_and_commit(game, shape, rows, played);
  if (ai_rule == NL_AI_INDEX) nl_learn_index(game, shape, rows, played);
  if (ai_rule == NL_AI_ELIMINATES) nl_learn_and_eliminate(game, shape, rows, played);
  if (ai_rule == NL_AI_GREEDY) nl_learn_means(shape, rows, played);

  if (mode == NL_EXPLORING) {
    double *earned = rows->earned + NL_LANES * turn;
    nl_store(earned, nl_load(earned) + human);
  }
  if (mode == NL_BY_INDEX) {
    nl_v mean = nl_add(shape, rows->earned, prompts, played.prompt, human) / played.uses;
    nl_put(shape, rows->appeals, prompts, played.prompt, mean + nl_bonus_of(&game->human_bonus, played.uses));
  }
  if (mode == NL_BY_WEIGHT) nl_learn_loss(game, shape, rows, played.prompt, human, inverse);
}

NL_INLINE void nl_stretch(
    const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state, nl_shape shape, nl_mode mode,
    int ai_rule) {
  const nl_game own = *game; // what nothing else can point to stays in registers
  const size_t stride = nl_group_doubles(game);
  const nl_vu replicas = nl_replicas(replica);
  size_t turn = (size_t)(first % shape.prompts);
  for (uint64_t t = first; t < last; ++t) {
    for (size_t g = 0; g < groups; ++g) {
      nl_rows rows = nl_rows_of(&own, state + stride * g);
      nl_round(&own, shape, &rows, (replicas + NL_LANES * g) & NL_LOW, t, (long)turn, mode, ai_rule);
    }
    if (++turn == shape.prompts) turn = 0;
  }
}

typedef void nl_stretch_of(const nl_game *, size_t, uint32_t, uint64_t, uint64_t, double *);

#define NL_DEFINE_STRETCH(name, shape, mode, rule)                                                                            \
  static __attribute__((noinline)) void name(                                                                                 \
      const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state) {                   \
    nl_stretch(game, groups, replica, first, last, state, shape, mode, rule);                                                 \
  }
#define NL_DEFINE_RULES(name, shape, mode)                                                                                    \
  NL_DEFINE_STRETCH(name##_commits, shape, mode, NL_AI_COMMITS)                                                               \
  NL_DEFINE_STRETCH(name##_index, shape, mode, NL_AI_INDEX)                                                                   \
  NL_DEFINE_STRETCH(name##_eliminates, shape, mode, NL_AI_ELIMINATES)                                                         \
  NL_DEFINE_STRETCH(name##_greedy, shape, mode, NL_AI_GREEDY)
#define NL_DEFINE_MODES(name, shape)                                                                                          \
  NL_DEFINE_RULES(name##_exploring, shape, NL_EXPLORING)                                                                      \
  NL_DEFINE_RULES(name##_committed, shape, NL_COMMITTED)                                                                      \
  NL_DEFINE_RULES(name##_by_index, shape, NL_BY_INDEX)                                                                        \
  NL_DEFINE_RULES(name##_by_weight, shape, NL_BY_WEIGHT)
#define NL_RULES(name) {name##_commits, name##_index, name##_eliminates, name##_greedy}
#define NL_MODES(name) {NL_RULES(name##_exploring), NL_RULES(name##_committed), NL_RULES(name##_by_index), NL_RULES(name##_by_weight)}

NL_DEFINE_MODES(nl_any, ((nl_shape){game->prompts, game->responses, false}))
NL_DEFINE_MODES(nl_two_by_two, ((nl_shape){2, 2, true}))
NL_DEFINE_MODES(nl_two_by_three, ((nl_shape){2, 3, true}))

/// By mode and the assistant's rule.
typedef nl_stretch_of *const nl_stretches[4][4];
static nl_stretches nl_any_stretches = NL_MODES(nl_any), nl_two_by_two_stretches = NL_MODES(nl_two_by_two),
                    nl_two_by_three_stretches = NL_MODES(nl_two_by_three);

static void nl_play(const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state) {
  nl_stretches *stretches = &nl_any_stretches;
  if (game->prompts == 2 && game->responses == 2) stretches = &nl_two_by_two_stretches;
  if (game->prompts == 2 && game->responses == 3) stretches = &nl_two_by_three_stretches;
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
    (*stretches)[first < two ? NL_EXPLORING : later][game->ai_rule](game, groups, replica, first, stop, state);
    first = stop;
    if (first != end) continue;
    for (size_t g = 0; g < groups; ++g) {
      nl_rows rows = nl_rows_of(game, state + nl_group_doubles(game) * g);
      if (first == two && later == NL_COMMITTED) nl_commit(game, &rows);
      nl_forget_earned(game, &rows, later == NL_BY_WEIGHT ? 1.0 : 0.0);
    }
  }
}
