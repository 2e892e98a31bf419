// Products of short rows with one matrix that stays in cache: a library packs both factors on each call, which the work of a tile of
// creators does not make up for where topics are few.

/// Vectors and rows of one block of sums, which stay in registers: the matrix's vectors are read once for all rows.
#if NB_MASKED == 512
#define NB_PRODUCT_VECTORS 4
#else
#define NB_PRODUCT_VECTORS 1
#endif
#define NB_PRODUCT_ROWS 4

/// out[row][l] = sum over k of values[row][k] matrix[k][l] for `rows` rows and the `vectors` vectors of l from `matrix`'s first;
/// each sum from k = 0 upwards, one product after another, whatever the block. `left` columns are there to be written.
NB_INLINE void nb_product_block(const size_t rows, const size_t vectors, size_t topics, const double *matrix, size_t stride,
                                const double *values, double *out, size_t left) {
  nb_v sum[NB_PRODUCT_ROWS][NB_PRODUCT_VECTORS];
  NB_UNROLLED for (size_t r = 0; r < rows; ++r)
    NB_UNROLLED for (size_t v = 0; v < vectors; ++v) sum[r][v] = 0.0;
  for (size_t k = 0; k < topics; ++k) {
    nb_v q[NB_PRODUCT_VECTORS];
    NB_UNROLLED for (size_t v = 0; v < vectors; ++v) q[v] = nb_load(matrix + k * stride + v * NB_LANES);
    NB_UNROLLED for (size_t r = 0; r < rows; ++r) {
      const nb_v x = values[r * topics + k];
      NB_UNROLLED for (size_t v = 0; v < vectors; ++v) sum[r][v] = nb_mul_add(q[v], x, sum[r][v]);
    }
  }
  NB_UNROLLED for (size_t r = 0; r < rows; ++r)
    NB_UNROLLED for (size_t v = 0; v < vectors; ++v) nb_store_some(out + r * topics + v * NB_LANES, left - v * NB_LANES, sum[r][v]);
}

/// All rows for `vectors` vectors of columns.
NB_INLINE void nb_product_columns(const size_t vectors, size_t rows, size_t topics, const double *matrix, size_t stride,
                                  const double *values, double *out, size_t left) {
  size_t r = 0;
  for (; r + NB_PRODUCT_ROWS <= rows; r += NB_PRODUCT_ROWS)
    nb_product_block(NB_PRODUCT_ROWS, vectors, topics, matrix, stride, values + r * topics, out + r * topics, left);
  for (; r < rows; ++r) nb_product_block(1, vectors, topics, matrix, stride, values + r * topics, out + r * topics, left);
}

static void nb_row_products(size_t rows, size_t topics, const double *matrix, size_t stride, const double *values, double *out) {
  const size_t columns = (topics + NB_LANES - 1) / NB_LANES * NB_LANES;
  size_t l = 0;
  for (; l + NB_PRODUCT_VECTORS * NB_LANES <= columns; l += NB_PRODUCT_VECTORS * NB_LANES)
    nb_product_columns(NB_PRODUCT_VECTORS, rows, topics, matrix + l, stride, values, out + l, topics - l);
  for (; l < columns; l += NB_LANES) nb_product_columns(1, rows, topics, matrix + l, stride, values, out + l, topics - l);
}
