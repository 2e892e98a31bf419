// All bodies, compiled for the target whose file includes this one, and the table that holds them.

#include "../include/CKernels.h"
#include "vector-inl.h"
#include "elementary-inl.h"
#include "array-inl.h"
#include "share-inl.h"
#include "taker-inl.h"
#include "share-pass-inl.h"
#include "lagrange-inl.h"
#include "total-inl.h"
#include "topics-inl.h"
#include "payoff-inl.h"
#include "certificate-inl.h"
#include "certificate-sum-inl.h"
#include "reply-small-inl.h"
#include "reply-inl.h"
#include "gather-inl.h"
#include "prox-inl.h"
#include "creator-inl.h"
#include "project-inl.h"
#include "product-inl.h"
#include "sweep-inl.h"
#include "block-inl.h"

/// Overrides every entry of `table` with this target's.
static void nb_fill_table(nb_kernels *table, const char *name) {
  table->name = name;
  table->exp = nb_exp_array;
  table->log = nb_log_array;
  table->pow = nb_pow_array;
  table->sum = nb_sum_array;
  table->dot = nb_dot_array;
  table->max_magnitude = nb_max_magnitude_array;
  table->widen = nb_widen_array;
  table->count_within = nb_count_within_array;
  table->share_pass = nb_share_pass;
  table->taker_pass = nb_taker_pass;
  table->total_solve = nb_total_solve;
  table->taker_effort_pass = nb_taker_effort_pass;
  table->topics_solve = nb_topics_solve;
  table->effort_move = nb_effort_move;
  table->marginal_payoff = nb_marginal_payoff;
  table->jacobian = nb_jacobian;
  table->jacobian_vector = nb_jacobian_vector;
  table->payoff = nb_payoff;
  table->certificate_pass = nb_certificate_pass;
  table->power_points = nb_power_points;
  table->certificate_add = nb_certificate_add;
  table->gain_peak = nb_gain_peak_of;
  table->best_reply = nb_best_reply;
  table->accumulate = nb_accumulate;
  table->creator_prox = nb_creator_prox;
  table->creator_pull = nb_creator_pull;
  table->creator_linearise = nb_creator_linearise;
  table->creator_distance = nb_creator_distance;
  table->creator_blocks = nb_creator_blocks;
  table->creator_steps = nb_creator_steps;
  table->creator_net_steps = nb_creator_net_steps;
  table->sweep_invert = nb_sweep_invert;
  table->project_capacity = nb_project_capacity;
  table->project_step = nb_project_step;
  table->creator_mismatch = nb_creator_mismatch;
  table->row_products = nb_row_products;
}
