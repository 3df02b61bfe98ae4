// The system's allocator and the thread's stack, and nothing else of the C library: the language's targets know no way to
// do I/O.
#ifndef CMEMORY_H
#define CMEMORY_H

#include <stddef.h>

// A block of so many bytes, aligned to 16; null when the system has no more. `memory_free` takes it back.
void *_Nullable memory_allocate(size_t bytes);

// The same block at another size, perhaps elsewhere; null, and the old block stays, when the system has no more.
void *_Nullable memory_resize(void *_Nullable block, size_t bytes);

// A block of many megabytes, on Linux in huge pages where there are some: its first use then waits for few of them.
void *_Nullable memory_allocate_huge(size_t bytes);

void memory_free(void *_Nullable block);

// How many bytes of the thread's stack are left; a very large number as long as the thread has used little of it, and where
// the system does not say.
size_t memory_stack_left(void);

// The same where the thread has used little of it, too; it takes the system long to say it the first time on a thread.
size_t memory_stack_left_exactly(void);

#endif
