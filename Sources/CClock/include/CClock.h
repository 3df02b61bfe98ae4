// The time, and nothing else of the C library: the language's targets know no way to do I/O.
#ifndef CCLOCK_H
#define CCLOCK_H

#include <stdint.h>

// Milliseconds since 1970-01-01T00:00:00Z by the system's clock.
int64_t clock_milliseconds_since_1970(void);

// Nanoseconds of a clock that never goes back. Its zero has no meaning.
int64_t clock_monotonic_nanoseconds(void);

#endif
