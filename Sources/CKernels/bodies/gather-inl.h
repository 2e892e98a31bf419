// Per-topic numbers of cells that lie creator after creator.

/// table[topic[0..7]] for `count` cells, the other lanes `pad`; one load where the topics follow one another.
NB_INLINE nb_v nb_gather_topics(const double *table, const int32_t *topic, size_t count, double pad) {
  nb_v v = pad;
  if (table == NULL) return v;
  if (count >= NB_LANES && topic[NB_LANES - 1] - topic[0] == NB_LANES - 1) return nb_load(table + topic[0]);
  for (size_t i = 0; i < (count < NB_LANES ? count : NB_LANES); ++i) v[i] = table[topic[i]];
  return v;
}
