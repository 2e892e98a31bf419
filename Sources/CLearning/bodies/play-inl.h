// The rounds themselves. A stretch of rounds in which the human does one kind of thing is one loop, compiled for each kind of human
// and of assistant; within it a few groups take each step of a round together, so that the processor overlaps one's chain of
// choice, reward and learning with the next one's.

NL_INLINE nl_v nl_reward(int noise, nl_v parameter, double low, double high, double width, nl_v u) {
  if (noise == NL_UNIFORM) return parameter + width * (2.0 * u - 1.0);
  return nl_select(u < parameter, (nl_v)high, (nl_v)low);
}

/// Groups whose rounds are played side by side. Their state stays in the first-level cache, and each step of a round is taken for
/// all of them before the next step: a round is one long chain of operations, longer than processors look ahead.
#define NL_GROUPS 4

/// What a group draws, and what was played.
typedef struct {
  nl_rows rows;
  nl_keys keys;
  nl_pair rewards, draws;
  nl_play_of_round played;
  nl_v inverse; ///< of NL_BY_WEIGHT: 1/probability of the prompt
  nl_v human;   ///< the human's reward
} nl_moment;

NL_INLINE void nl_draw(const nl_game *game, nl_moment *now, uint64_t t, nl_mode mode, int ai_rule) {
  now->rewards = nl_random(game->seed, 0, &now->keys, t);
  if (mode == NL_BY_WEIGHT || ai_rule == NL_AI_GREEDY) now->draws = nl_random(game->seed, 1, &now->keys, t);
}

NL_INLINE void nl_prompt(const nl_game *game, nl_shape shape, nl_moment *now, long turn, nl_mode mode) {
  const nl_rows *rows = &now->rows;
  if (mode == NL_EXPLORING) now->played.prompt = turn;
  if (mode == NL_COMMITTED) now->played.prompt = (nl_vi)nl_load(rows->choice);
  if (mode == NL_BY_INDEX) now->played.prompt = nl_largest(rows->appeals, shape.prompts);
  if (mode == NL_BY_WEIGHT) now->played.prompt = nl_draw_prompt(game, shape, rows, now->draws.first, &now->inverse);
}

NL_INLINE void nl_reply(const nl_game *game, nl_shape shape, nl_moment *now, int ai_rule) {
  const nl_vi prompt = now->played.prompt;
  nl_vi reply = nl_stores_replies(ai_rule) ? (nl_vi)nl_pick(shape, now->rows.replies, shape.prompts, prompt)
                                           : nl_best_response(shape, &now->rows, prompt);
  if (ai_rule == NL_AI_GREEDY) reply = nl_explore(game, shape, &now->rows, prompt, reply, now->draws.second);
  now->played.reply = reply;
  now->played.cell = nl_cell_of(shape, prompt, reply);
}

/// Rewards, and what the assistant learns from its own.
NL_INLINE void nl_reward_and_learn(const nl_game *game, nl_shape shape, nl_moment *now, nl_mode mode, int ai_rule) {
  const size_t prompts = shape.prompts, cells = shape.prompts * shape.responses;
  const nl_rows *rows = &now->rows;
  nl_play_of_round played = now->played;
  now->human = nl_reward(
      game->noise, nl_look_up(shape, game->human, cells, played.cell.number), game->human_low, game->human_high, game->width, now->rewards.first);
  played.reward = nl_reward(
      game->noise, nl_look_up(shape, game->ai, cells, played.cell.number), game->ai_low, game->ai_high, game->width, now->rewards.second);
  nl_store(rows->totals, nl_load(rows->totals) + now->human);
  nl_store(rows->totals + NL_LANES, nl_load(rows->totals + NL_LANES) + played.reward);

  played.count = nl_add_to_cell(shape, rows->counts, played.cell, 1.0);
  if (ai_rule == NL_AI_GREEDY || mode == NL_BY_INDEX) played.uses = nl_add(shape, rows->uses, prompts, played.prompt, 1.0);
  if (mode == NL_BY_INDEX) now->played.uses = played.uses;
  if (ai_rule == NL_AI_COMMITS) nl_learn_and_commit(game, shape, rows, played);
  if (ai_rule == NL_AI_INDEX) nl_learn_index(game, shape, rows, played);
  if (ai_rule == NL_AI_ELIMINATES) nl_learn_and_eliminate(game, shape, rows, played);
  if (ai_rule == NL_AI_GREEDY) nl_learn_means(shape, rows, played);
}

/// What the human learns.
NL_INLINE void nl_human_learn(const nl_game *game, nl_shape shape, nl_moment *now, long turn, nl_mode mode) {
  const nl_rows *rows = &now->rows;
  if (mode == NL_EXPLORING) {
    double *earned = rows->earned + NL_LANES * turn;
    nl_store(earned, nl_load(earned) + now->human);
  }
  if (mode == NL_BY_INDEX) nl_learn_appeal(game, shape, rows, now->played.prompt, now->played.uses, now->human);
  if (mode == NL_BY_WEIGHT) nl_learn_loss(game, shape, rows, now->played.prompt, now->human, now->inverse);
}

NL_INLINE void nl_stretch(
    const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state, nl_shape shape, nl_mode mode,
    int ai_rule) {
  const nl_game own = *game; // what nothing else can point to stays in registers
  const size_t stride = nl_group_doubles(game);
  nl_moment moments[NL_GROUPS];
  for (size_t g = 0; g < groups; ++g) {
    moments[g].rows = nl_rows_of(&own, state + stride * g);
    moments[g].keys = nl_keys_of(replica + (uint32_t)(NL_LANES * g));
  }
  size_t turn = (size_t)(first % shape.prompts);
  for (uint64_t t = first; t < last; ++t) {
    for (size_t g = 0; g < groups; ++g) nl_draw(&own, moments + g, t, mode, ai_rule);
    for (size_t g = 0; g < groups; ++g) nl_prompt(&own, shape, moments + g, (long)turn, mode);
    for (size_t g = 0; g < groups; ++g) nl_reply(&own, shape, moments + g, ai_rule);
    for (size_t g = 0; g < groups; ++g) nl_reward_and_learn(&own, shape, moments + g, mode, ai_rule);
    for (size_t g = 0; g < groups; ++g) nl_human_learn(&own, shape, moments + g, (long)turn, mode);
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
NL_DEFINE_MODES(nl_two_by_two, ((nl_shape){2, 2, NL_SCANS}))
NL_DEFINE_MODES(nl_two_by_three, ((nl_shape){2, 3, NL_SCANS}))

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
    nl_stretch_of *stretch = (*stretches)[first < two ? NL_EXPLORING : later][game->ai_rule];
    for (size_t g = 0; g < groups; g += NL_GROUPS) {
      const size_t count = groups - g < NL_GROUPS ? groups - g : NL_GROUPS;
      stretch(game, count, replica + (uint32_t)(NL_LANES * g), first, stop, state + nl_group_doubles(game) * g);
    }
    first = stop;
    if (first != end) continue;
    for (size_t g = 0; g < groups; ++g) {
      nl_rows rows = nl_rows_of(game, state + nl_group_doubles(game) * g);
      if (first == two && later == NL_COMMITTED) nl_commit(game, &rows);
      nl_forget_earned(game, &rows, later == NL_BY_WEIGHT ? 1.0 : 0.0);
    }
  }
}
