// The state of a group: rows of eight doubles, one a prompt or the group, and numbers of cells (see nl_places).

/// Where the rows of a group begin. Prompt rows are one a prompt.
typedef struct {
  double *counts;   ///< cells: rounds in which the pair was played
  double *sums;     ///< cells: the assistant's rewards
  double *values;   ///< cells: NL_AI_INDEX, NL_AI_GREEDY: what the assistant's next reply is the largest of; -infinity where there is none.
                    ///< NL_AI_ELIMINATES: the active response that comes next, the first after the last; NL_OUT for those that are out
  double *uses;     ///< prompts: rounds in which the prompt was used
  double *replies;  ///< prompts: the next response of rules that store it; 64-bit integers in place of doubles
  double *marks;    ///< prompts: NL_AI_COMMITS: the place of the reply among the responses there are, NL_OUT once committed; NL_AI_GREEDY: a number no eps to come exceeds; NL_AI_ELIMINATES: the least total of
                    ///< the active responses used in this turn
  double *mosts;    ///< prompts: NL_AI_ELIMINATES: the largest of those totals
  double *earned;   ///< prompts: the human's rewards (of the phase at hand, where the human explores in phases); later, for
                    ///< NL_HUMAN_EXP3, weights
  double *appeals;  ///< prompts: the human's index, or for NL_HUMAN_EXP3 the estimated loss
  double *choice;   ///< the prompt the human has committed to, an integer as well; NL_HUMAN_EXP3: the loss whose weight is 1
  double *totals;   ///< realised rewards of the human, then of the assistant
} nl_rows;

NL_INLINE nl_rows nl_rows_of(const nl_game *game, double *state) {
  const nl_places places = nl_places_of(game->prompts, game->responses);
  const size_t prompts = NL_LANES * game->prompts;
  nl_rows rows;
  rows.counts = state;
  rows.sums = state + places.sums;
  rows.values = state + places.values;
  rows.uses = state + places.all;
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

/// Where what belongs to the prompt of each lane begins.
NL_INLINE nl_vi nl_place_of(nl_shape shape, nl_vi prompt) {
  const nl_places places = nl_places_of(shape.prompts, shape.responses);
  return nl_product(prompt, places.of_prompt) + nl_product(nl_lane_numbers(), places.of_lane);
}

/// Values at (prompt of each lane, response).
NL_INLINE nl_v nl_pick_value(nl_shape shape, const double *values, nl_vi prompt, size_t response) {
  const nl_places places = nl_places_of(shape.prompts, shape.responses);
  const double *column = values + places.of_value * response;
  if (!shape.is_small) return nl_gather(column, nl_place_of(shape, prompt));
  nl_v v = nl_load(column);
  for (size_t i = 1; i < shape.prompts; ++i) v = nl_select(prompt == (long)i, nl_load(column + places.of_prompt * i), v);
  return v;
}

/// The cell of each lane that was played.
typedef struct {
  nl_vi number; ///< in row order, as in tables that all lanes share
  nl_vi place;  ///< where its count lies, and from `sums` on its sum
  nl_vi value;  ///< where its value lies from `values` on
} nl_cell;

NL_INLINE nl_cell nl_cell_of(nl_shape shape, nl_vi prompt, nl_vi reply) {
  const nl_places places = nl_places_of(shape.prompts, shape.responses);
  const nl_vi place = nl_place_of(shape, prompt);
  return (nl_cell){
      nl_product(prompt, shape.responses) + reply, place + nl_product(reply, places.of_response), place + nl_product(reply, places.of_value)};
}

/// Adds v to the count or sum of each lane's cell and returns what comes of it.
NL_INLINE nl_v nl_add_to_cell(nl_shape shape, double *numbers, nl_cell cell, nl_v v) {
  if (shape.is_small) return nl_add(shape, numbers, shape.prompts * shape.responses, cell.number, v);
  v += nl_gather(numbers, cell.place);
  nl_scatter(numbers, cell.place, v);
  return v;
}

/// The value of each lane's cell.
NL_INLINE nl_v nl_value(nl_shape shape, const nl_rows *rows, nl_cell cell) {
  return shape.is_small ? nl_pick(shape, rows->values, shape.prompts * shape.responses, cell.number) : nl_gather(rows->values, cell.value);
}

NL_INLINE void nl_set_value(nl_shape shape, const nl_rows *rows, nl_cell cell, nl_v v) {
  if (shape.is_small) nl_put(shape, rows->values, shape.prompts * shape.responses, cell.number, v);
  else nl_scatter(rows->values, cell.value, v);
}

/// A value and its number, in each lane.
typedef struct {
  nl_v value;
  nl_vi at;
} nl_best;

/// The larger of two, a where they are equal.
NL_INLINE nl_best nl_larger(nl_best a, nl_best b) {
  nl_vi second = b.value > a.value;
  return (nl_best){nl_select(second, b.value, a.value), nl_select_index(second, b.at, a.at)};
}

/// The row of largest value, the lowest among equals: of the first half and of the second, two chains at a time.
NL_INLINE nl_vi nl_largest(const double *rows, size_t count) {
  const size_t half = count / 2;
  nl_vi at = 0;
  nl_best low = {nl_load(rows), at}, high = {nl_load(rows + NL_LANES * half), at};
  for (size_t i = 1; i < half; ++i) {
    at += 1;
    low = nl_larger(low, (nl_best){nl_load(rows + NL_LANES * i), at});
    high = nl_larger(high, (nl_best){nl_load(rows + NL_LANES * (half + i)), at});
  }
  high.at += (long)half;
  if (count % 2 != 0) high = nl_larger(high, (nl_best){nl_load(rows + NL_LANES * (count - 1)), (nl_vi)(long)(count - 1)});
  return nl_larger(low, high).at;
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
