// Instruction and cycle counts of Linux's perf events. Elsewhere, and where the kernel or a virtual machine allows none,
// every counter is absent.

#define _GNU_SOURCE
#include "include/CBench.h"

#if defined(__linux__)
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int nb_bench_counter_open(int kind) {
  struct perf_event_attr event;
  memset(&event, 0, sizeof event);
  event.size = sizeof event;
  event.type = PERF_TYPE_HARDWARE;
  event.config = kind == NB_BENCH_CYCLES ? PERF_COUNT_HW_CPU_CYCLES : PERF_COUNT_HW_INSTRUCTIONS;
  event.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  event.exclude_kernel = 1;
  event.exclude_hv = 1;
  event.inherit = 1;
  return (int)syscall(SYS_perf_event_open, &event, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

int nb_bench_counter_read(int counter, double *value) {
  struct { uint64_t value, enabled, running; } reading;
  if (counter < 0 || read(counter, &reading, sizeof reading) != sizeof reading || reading.running == 0) return -1;
  *value = (double)reading.value * ((double)reading.enabled / (double)reading.running);
  return 0;
}

void nb_bench_counter_close(int counter) {
  if (counter >= 0) close(counter);
}

#else

int nb_bench_counter_open(int kind) { (void)kind; return -1; }
int nb_bench_counter_read(int counter, double *value) { (void)counter; (void)value; return -1; }
void nb_bench_counter_close(int counter) { (void)counter; }

#endif
