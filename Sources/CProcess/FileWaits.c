// Waits for files that may never come.
#include "CProcess.h"

#include <stdatomic.h>

static atomic_uint ended;

void process_end_file_waits(void) { atomic_fetch_add(&ended, 1); }

unsigned process_file_waits_ended(void) { return atomic_load(&ended); }
