// Monte Carlo of the repeated prompting game: a human and an assistant who both learn from rewards.
//
// Eight replicas are eight lanes of a vector, a tile a few such groups; all state lies in arrays of numbers. No function
// allocates, prints or keeps anything. Products and sums are rounded one by one (no fused ones, on any target), lanes never
// meet, and random numbers are counted, not drawn: a replica has the same bits on every target, in any tile, over any
// number of calls.
#ifndef NASHBENCH_CLEARNING_H
#define NASHBENCH_CLEARNING_H

#include <stddef.h>
#include <stdint.h>

/// Replicas in a group.
#define NL_LANES 8
/// In the state of NL_AI_ELIMINATES: no response comes after this one, it is out.
#define NL_OUT (-1.0)

/// How a human picks prompts.
enum {
  NL_HUMAN_COMMITS, ///< explore `first`, then `second` rounds of each prompt; commit to the best mean of the last phase
  NL_HUMAN_INDEX,   ///< the prompt of largest mean + bonus(n)
  NL_HUMAN_EXP3,    ///< explore `first` rounds of each prompt, then exponential weights
};
/// How an assistant picks responses, separately for each prompt.
enum {
  NL_AI_COMMITS,     ///< explore `first` rounds of each response, then the best mean
  NL_AI_INDEX,       ///< the response of largest mean + bonus(n)
  NL_AI_ELIMINATES,  ///< the least used of the active ones; inferior ones are dropped
  NL_AI_GREEDY,      ///< a random one with probability eps(n), else the best mean
};
/// Rewards around their means.
enum {
  NL_BERNOULLI, ///< u < chance ? high : low, with chance = (mean - low)/(high - low) in the tables
  NL_UNIFORM,   ///< mean + width (2 u - 1)
};

/// bonus(n) = sigma sqrt(twice_log/n) + min(most, scale (offset + slope sqrt(n))/n), the second term 0 where scale is.
/// `table` holds bonus(n) of 0 <= n < `tabulated` as nl_fill_bonus writes it; larger n are computed, to the same bits.
typedef struct {
  double sigma, twice_log;
  double most, scale, offset, slope;
  const double *table;
  size_t tabulated;
} nl_bonus;

/// What is simulated. Cells are (prompt, response) in row order, prompts x responses of them.
typedef struct {
  size_t prompts, responses;
  const double *human;      ///< cells: chance or mean of the human's reward
  const double *ai;         ///< the same of the assistant
  const double *available;  ///< cells: 1, or 0 for a response that does not exist under the prompt
  const double *responses_of; ///< prompts: how many responses there are, at least 1
  const double *existing;     ///< cells: in the row of a prompt, the indices of the responses there are, then anything
  int noise;
  double human_low, human_high, ai_low, ai_high; ///< of NL_BERNOULLI
  double width;                                  ///< of NL_UNIFORM
  int human_rule, ai_rule;
  uint64_t human_first, human_second; ///< rounds of each prompt
  double ai_first;                    ///< rounds of each response
  double greed;                       ///< c of eps(n) = min(1, c (B log(n+1)/(n+1))^(1/3))
  const double *exploration;          ///< of NL_AI_GREEDY: eps(n), n < tabulated_exploration, row after row for B = 1 ... responses, those that occur
  size_t tabulated_exploration;
  double loss_low, loss_high, rate;   ///< of NL_HUMAN_EXP3: losses 1 - (r - low)/(high - low) in [0, 1], and eta
  nl_bonus human_bonus, ai_bonus;
  uint64_t seed;
} nl_game;

/// Doubles of the state of one group.
size_t nl_group_doubles(const nl_game *game);
/// Writes bonus(n) for 0 <= n < count; entry 0 is never used and is 0.
void nl_fill_bonus(const nl_bonus *bonus, size_t count, double *table);
/// The state before the first round: `groups` groups one after another, 64-byte aligned.
void nl_begin(const nl_game *game, size_t groups, double *state);
/// What came of a group: counts by cell (cells x 8, lane fastest), then the totals of realised rewards of human and assistant (8 each).
void nl_results(const nl_game *game, const double *group, double *counts, double *human_total, double *ai_total);

/// Philox4x32-10 of one counter: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// doi:10.1145/2063384.2063405.
void nl_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]);
/// eps(n) of NL_AI_GREEDY for a prompt used n times before.
double nl_exploration(double greed, double responses, double n);
/// Writes eps(n) for 0 <= n < count.
void nl_fill_exploration(double greed, double responses, size_t count, double *table);

/// The kernels of one target.
typedef struct {
  const char *name;
  /// Rounds first <= t < last of every group; lane l of group g is replica `replica` + 8 g + l. Calls follow each other without
  /// gaps from round 0. O(rounds groups (prompts + responses)).
  void (*play)(const nl_game *game, size_t groups, uint32_t replica, uint64_t first, uint64_t last, double *state);
  /// u0 and u1 of eight replicas from `replica` on, of rounds first <= t < first + count of a stream: two rows of eight a round.
  void (*uniforms)(uint64_t seed, uint32_t stream, uint32_t replica, uint64_t first, size_t count, double *out);
  /// The same numbers of `groups` groups added up by group and lane (8 x groups sums of u0 + u1): the generator alone, as a floor.
  void (*uniform_sums)(uint64_t seed, uint32_t stream, uint32_t replica, size_t groups, uint64_t first, uint64_t last, double *sums);
} nl_kernels;

/// The table of a target by its name ("portable", "avx2", "avx512", "neon"); NULL for one that this build does not have. Whether
/// the processor can run it is the caller's business.
const nl_kernels *nl_kernels_named(const char *name);
/// The table that every build has; never NULL.
const nl_kernels *nl_portable(void) __attribute__((returns_nonnull));

#endif
