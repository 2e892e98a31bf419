// The state of a group: rows of eight doubles, one a cell, a prompt, or the group.

/// Where the rows of a group begin. Cell rows are (prompt, response) in order, prompt rows one a prompt.
typedef struct {
  double *counts;   ///< cells: rounds in which the pair was played
  double *sums;     ///< cells: the assistant's rewards
  double *values;   ///< cells: what the assistant's next reply is the largest of; -infinity for responses that do not exist.
                    ///< NL_AI_ELIMINATES: the active response that comes next, the first after the last; NL_OUT for those that are out
  double *uses;     ///< prompts: rounds in which the prompt was used
  double *replies;  ///< prompts: the next response of rules that store it; 64-bit integers in place of doubles
  double *marks;    ///< prompts: NL_AI_COMMITS: 1 once committed; NL_AI_GREEDY: a number no eps to come exceeds; NL_AI_ELIMINATES: the least total of
                    ///< the active responses used in this turn
  double *mosts;    ///< prompts: NL_AI_ELIMINATES: the largest of those totals
  double *earned;   ///< prompts: the human's rewards (of the phase at hand, where the human explores in phases); later, for
                    ///< NL_HUMAN_EXP3, weights
  double *appeals;  ///< prompts: the human's index, or for NL_HUMAN_EXP3 the estimated loss
  double *choice;   ///< the prompt the human has committed to, an integer as well; NL_HUMAN_EXP3: the loss whose weight is 1
  double *totals;   ///< realised rewards of the human, then of the assistant
} nl_rows;

NL_INLINE nl_rows nl_rows_of(const nl_game *game, double *state) {
  size_t cells = NL_LANES * game->prompts * game->responses, prompts = NL_LANES * game->prompts;
  nl_rows rows;
  rows.counts = state;
  rows.sums = rows.counts + cells;
  rows.values = rows.sums + cells;
  rows.uses = rows.values + cells;
  rows.replies = rows.uses + prompts;
  rows.marks = rows.replies + prompts;
  rows.earned = rows.marks + prompts;
  rows.appeals = rows.earned + prompts;
  rows.mosts = rows.appeals + prompts;
  rows.choice = rows.mosts + prompts;
  rows.totals = rows.choice + NL_LANES;
  return rows;
}

/// How many prompts and responses there are, and whether they are so few, and known where this is inlined, that going through all
/// rows takes less than gathers and scatters. A constant then, and only where the target has masks (NL_SCANS).
typedef struct {
  size_t prompts, responses;
  bool is_small;
} nl_shape;

/// Row `index` of each lane, of `count` rows.
NL_INLINE nl_v nl_pick(nl_shape shape, const double *rows, size_t count, nl_vi index) {
  if (!shape.is_small) return nl_gather(rows, index * NL_LANES + nl_lane_numbers());
  nl_v v = nl_load(rows);
  for (size_t i = 1; i < count; ++i) v = nl_select(index == (long)i, nl_load(rows + NL_LANES * i), v);
  return v;
}

/// The number `index` of a table that all lanes share.
NL_INLINE nl_v nl_look_up(nl_shape shape, const double *table, size_t count, nl_vi index) {
#if NL_GATHERS
  if (shape.is_small) return nl_permute(table, count, index);
#endif
  if (!shape.is_small) return nl_gather(table, index);
  nl_v v = table[0];
  for (size_t i = 1; i < count; ++i) v = nl_select(index == (long)i, (nl_v)table[i], v);
  return v;
}

/// Row `index` of each lane becomes v.
NL_INLINE void nl_put(nl_shape shape, double *rows, size_t count, nl_vi index, nl_v v) {
  if (!shape.is_small) {
    nl_scatter(rows, index * NL_LANES + nl_lane_numbers(), v);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    double *row = rows + NL_LANES * i;
    nl_store(row, nl_select(index == (long)i, v, nl_load(row)));
  }
}

/// Adds v to row `index` of each lane and returns the sum.
NL_INLINE nl_v nl_add(nl_shape shape, double *rows, size_t count, nl_vi index, nl_v v) {
  nl_v sum = nl_pick(shape, rows, count, index) + v;
  nl_put(shape, rows, count, index, sum);
  return sum;
}

/// Cell rows at (prompt of each lane, response).
NL_INLINE nl_v nl_pick_response(nl_shape shape, const double *rows, nl_vi prompt, size_t response) {
  const size_t stride = NL_LANES * shape.responses;
  const double *column = rows + NL_LANES * response;
  if (!shape.is_small) return nl_gather(column, nl_product(prompt, stride) + nl_lane_numbers());
  nl_v v = nl_load(column);
  for (size_t i = 1; i < shape.prompts; ++i) v = nl_select(prompt == (long)i, nl_load(column + stride * i), v);
  return v;
}

/// v becomes the cell rows at (prompt of each lane, response).
NL_INLINE void nl_put_response(nl_shape shape, double *rows, nl_vi prompt, size_t response, nl_v v) {
  nl_put(shape, rows, shape.prompts * shape.responses, nl_product(prompt, shape.responses) + (long)response, v);
}

/// The row of largest value, the lowest among equals.
NL_INLINE nl_vi nl_largest(const double *rows, size_t count) {
  nl_v best = nl_load(rows);
  nl_vi at = 0;
  for (size_t i = 1; i < count; ++i) {
    nl_v v = nl_load(rows + NL_LANES * i);
    nl_vi larger = v > best;
    best = nl_select(larger, v, best);
    at = nl_select_index(larger, (nl_vi)(long)i, at);
  }
  return at;
}

/// sigma sqrt(twice_log/n) and what nl_bonus adds to it, for n >= 1.
NL_INLINE nl_v nl_bonus_at(const nl_bonus *bonus, nl_v n) {
  nl_v value = bonus->sigma * nl_sqrt(bonus->twice_log / n);
  if (bonus->scale == 0) return value;
  nl_v regret = bonus->scale * (bonus->offset + bonus->slope * nl_sqrt(n)) / n;
  return value + nl_select(regret < bonus->most, regret, (nl_v)bonus->most);
}

/// The same from the table while it reaches.
NL_INLINE nl_v nl_bonus_of(const nl_bonus *bonus, nl_v n) {
  if (nl_all(n < (double)bonus->tabulated)) return nl_gather(bonus->table, nl_integer(n));
  return nl_bonus_at(bonus, n);
}
