// Where the numbers of cells lie in the state of a group; of no target, and without vectors.

#include <stdbool.h>
#include <stddef.h>

/// Whether the responses to a prompt fill a vector.
static inline bool nl_is_wide(size_t responses) { return responses >= NL_LANES; }

/// In lane l, what belongs to (prompt, response) lies at of_prompt prompt + of_lane l, and of_response response further on, values
/// of_value response; sums and values begin `sums` and `values` after the counts.
typedef struct {
  size_t of_prompt, of_lane, of_response, of_value;
  size_t sums, values;
  size_t all; ///< doubles of all three together
} nl_places;

/// Few responses: three arrays of cells, eight lanes each. Many: by prompt and lane, so that the replies of one lane are looked through
/// in whole vectors and a round touches few lines and pages: counts and sums in turn, then the values, rows filled up to vectors.
static inline nl_places nl_places_of(size_t prompts, size_t responses) {
  const size_t cells = NL_LANES * prompts * responses;
  if (!nl_is_wide(responses)) return (nl_places){NL_LANES * responses, 1, NL_LANES, NL_LANES, cells, 2 * cells, 3 * cells};
  const size_t row = (responses + NL_LANES - 1) / NL_LANES * NL_LANES;
  return (nl_places){NL_LANES * 3 * row, 3 * row, 2, 1, 1, 2 * row, NL_LANES * 3 * row * prompts};
}
