// A call that the C library hides behind a macro, which Swift cannot set.
#define _GNU_SOURCE
#include "../include/CKernels.h"
#include <fcntl.h>

void nb_start_writeback(int descriptor) {
#if defined(SYNC_FILE_RANGE_WRITE)
  (void)sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor;
#endif
}
