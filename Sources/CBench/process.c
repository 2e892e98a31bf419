// What Swift cannot call: system calls by number.

#ifdef __linux__
#define _GNU_SOURCE // syscall
#endif
#include "include/CBench.h"

#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

int nb_bench_process_descriptor(int process) {
#if defined(__linux__) && defined(SYS_pidfd_open)
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    (void)process;
    return -1;
#endif
}
