// All bodies, compiled for the target whose file includes this one, and its table.

#include "../include/CLearning.h"
#include "lanes-inl.h"
#include "philox-inl.h"
#include "places-inl.h"
#include "state-inl.h"
#include "assistant-inl.h"
#include "human-inl.h"
#include "play-inl.h"

#define NL_TABLE(target) {.name = target, .play = nl_play, .uniforms = nl_uniforms, .uniform_sums = nl_uniform_sums}
