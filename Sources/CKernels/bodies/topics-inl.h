// Small topics from their costs to their efforts, several in one call: what a topic costs besides its cells counts where it
// has only a hundred of them. The two passes of taker-inl.h with the totals of total-inl.h in between.

NB_INLINE void nb_topics_loop(int count, int terms, nb_topic_cells *cells, nb_power_sum_topic *topics) {
  for (int k = 0; k < count; ++k)
    nb_taker_loop(cells[k].count, cells[k].cost, topics[k].rho, topics[k].reference, cells[k].effort, &topics[k].sums, terms);
  nb_total_newton(count, terms, topics);
  for (int k = 0; k < count; ++k) {
    const nb_power_sum_topic *topic = &topics[k];
    cells[k].sum = __builtin_nan("");
    // An effort below the double range must come from its own logarithm. False where the total is NaN.
    if (!(topic->sums.least * topic->coefficient[0] >= 0x1p-1000) || !(topic->total > 0.0)) continue;
    cells[k].sum = nb_taker_effort_loop(cells[k].count, cells[k].effort, 1.0, topic->coefficient, cells[k].effort, terms);
  }
}

static void nb_topics_solve(int count, int terms, nb_topic_cells *cells, nb_power_sum_topic *topics) {
  if (terms <= 8) nb_topics_loop(count, 8, cells, topics);
  else if (terms <= 10) nb_topics_loop(count, 10, cells, topics);
  else if (terms <= 12) nb_topics_loop(count, 12, cells, topics);
  else nb_topics_loop(count, 16, cells, topics);
}
