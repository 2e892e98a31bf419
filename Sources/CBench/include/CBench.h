/// What the benchmark harness needs of C: a barrier, hardware counters, and streams to measure the
/// machine's limits with. The kernels under test are those of CKernels.
#ifndef CBENCH_H
#define CBENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Makes the compiler believe that what lies at `result` is read and changed: work that led to it cannot be left out.
void nb_bench_keep(const void *result);

// Streams over n doubles, in the widest vectors of the processor. `_past_cache` stores do not read the line they write
// (non-temporal): faster on arrays beyond the caches, slower within. Arrays do not overlap.

/// to_i = from_i
void nb_bench_copy(size_t n, const double *from, double *to);
void nb_bench_copy_past_cache(size_t n, const double *from, double *to);
/// to_i = a_i + factor b_i
void nb_bench_triad(size_t n, const double *a, const double *b, double factor, double *to);
void nb_bench_triad_past_cache(size_t n, const double *a, const double *b, double factor, double *to);
/// The sum of x in no particular order: a read, and nothing else.
double nb_bench_read(size_t n, const double *x);

/// What a counter counts, in user code of this process and of threads it starts later.
enum { NB_BENCH_INSTRUCTIONS = 0, NB_BENCH_CYCLES = 1 };
/// A descriptor of a running counter, or -1 where the kernel or the machine has none.
int nb_bench_counter_open(int kind);
/// Reads a counter, scaled up where the kernel shared it out over time. Returns 0 where it ran, -1 where it cannot be read.
int nb_bench_counter_read(int counter, double *value);
void nb_bench_counter_close(int counter);

/// A descriptor that can be read once a child process has ended, for poll(2); -1 where the system has none.
int nb_bench_process_descriptor(int process);

/// The C compiler's own name and version.
const char *nb_bench_compiler(void);

#ifdef __cplusplus
}
#endif
#endif
