// What is done once a run, or so seldom that it needs no vectors; scalar, so that all targets share its bits.

#pragma STDC FP_CONTRACT OFF
#include "../include/CLearning.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include "../bodies/places-inl.h"

size_t nl_group_doubles(const nl_game *game) {
  // See nl_rows: cells, six rows of prompts, a choice and two totals.
  return nl_places_of(game->prompts, game->responses).all + NL_LANES * (6 * game->prompts + 3);
}

void nl_fill_bonus(const nl_bonus *bonus, size_t count, double *table) {
  for (size_t i = 0; i < count; ++i) {
    double n = (double)i;
    table[i] = 0;
    if (i == 0) continue;
    double value = bonus->sigma * sqrt(bonus->twice_log / n);
    if (bonus->scale != 0) {
      double regret = bonus->scale * (bonus->offset + bonus->slope * sqrt(n)) / n;
      value += regret < bonus->most ? regret : bonus->most;
    }
    table[i] = value;
  }
}

/// The value of a response that was never used, `next` the one after it; NL_AI_COMMITS has no values.
static double first_value(int ai_rule, bool is_available, double next) {
  if (ai_rule == NL_AI_ELIMINATES) return is_available ? next : NL_OUT;
  if (!is_available) return -INFINITY;
  return INFINITY; // unused responses come first
}

void nl_begin(const nl_game *game, size_t groups, double *state) {
  const size_t prompts = game->prompts, responses = game->responses, stride = nl_group_doubles(game);
  const nl_places places = nl_places_of(prompts, responses);
  memset(state, 0, sizeof(double) * stride * groups);
  for (size_t g = 0; g < groups; ++g) {
    double *values = state + stride * g + places.values, *uses = state + stride * g + places.all;
    double *replies = uses + NL_LANES * prompts, *marks = replies + NL_LANES * prompts;
    double *appeals = marks + 2 * NL_LANES * prompts, *mosts = appeals + NL_LANES * prompts;
    for (size_t a = 0; a < prompts; ++a) {
      const double *available = game->available + a * responses;
      int64_t reply = 0;
      while (available[reply] == 0) ++reply;
      for (size_t l = 0; l < NL_LANES; ++l) {
        const size_t prompt = NL_LANES * a + l;
        double next = (double)reply; // the first after the last
        double *row = values + places.of_prompt * a + places.of_lane * l;
        if (nl_is_wide(responses))
          for (size_t b = responses; b < places.of_lane - places.values; ++b) row[b] = -INFINITY;
        for (size_t b = responses; b-- > 0;) {
          row[places.of_value * b] = first_value(game->ai_rule, available[b] != 0, next);
          if (available[b] != 0) next = (double)b;
        }
        memcpy(replies + prompt, &reply, sizeof reply);
        if (game->ai_rule == NL_AI_GREEDY) marks[prompt] = 1;
        if (game->ai_rule == NL_AI_ELIMINATES) {
          marks[prompt] = INFINITY;
          mosts[prompt] = -INFINITY;
        }
        if (game->human_rule == NL_HUMAN_INDEX) appeals[prompt] = INFINITY;
      }
    }
  }
}

void nl_results(const nl_game *game, const double *group, double *counts, double *human_total, double *ai_total) {
  const double *totals = group + nl_group_doubles(game) - 2 * NL_LANES;
  const nl_places places = nl_places_of(game->prompts, game->responses);
  for (size_t a = 0; a < game->prompts; ++a)
    for (size_t b = 0; b < game->responses; ++b)
      for (size_t l = 0; l < NL_LANES; ++l)
        counts[NL_LANES * (a * game->responses + b) + l] = group[places.of_prompt * a + places.of_lane * l + places.of_response * b];
  memcpy(human_total, totals, sizeof(double) * NL_LANES);
  memcpy(ai_total, totals + NL_LANES, sizeof(double) * NL_LANES);
}

void nl_fill_exploration(double greed, double responses, size_t count, double *table) {
  for (size_t n = 0; n < count; ++n) table[n] = nl_exploration(greed, responses, (double)n);
}

double nl_exploration(double greed, double responses, double n) {
  double eps = greed * cbrt(responses * log(n + 1) / (n + 1));
  return eps < 1 ? eps : 1;
}

void nl_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]) {
  uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]}, k[2] = {key[0], key[1]};
  for (int i = 0; i < 10; ++i) {
    uint64_t p0 = (uint64_t)0xD2511F53U * c[0], p1 = (uint64_t)0xCD9E8D57U * c[2];
    uint32_t next[4] = {(uint32_t)(p1 >> 32) ^ c[1] ^ k[0], (uint32_t)p1, (uint32_t)(p0 >> 32) ^ c[3] ^ k[1], (uint32_t)p0};
    memcpy(c, next, sizeof c);
    k[0] += 0x9E3779B9U;
    k[1] += 0xBB67AE85U;
  }
  memcpy(output, c, sizeof c);
}
