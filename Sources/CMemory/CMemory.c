#define _GNU_SOURCE

#include "CMemory.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include <sys/mman.h>

void *memory_allocate(size_t bytes) { return malloc(bytes); }

void *memory_resize(void *block, size_t bytes) { return realloc(block, bytes); }

void *memory_allocate_huge(size_t bytes) {
    void *block;
    if (posix_memalign(&block, 2 << 20, bytes) == 0) {
        // A system without huge pages refuses, and the block is as good as any.
        madvise(block, bytes, MADV_HUGEPAGE);
        return block;
    }
    return malloc(bytes);
}

void memory_free(void *block) { free(block); }

// The highest place of the stack at which this thread has asked, and the stack's lowest; null until it is known.
static _Thread_local char *highest;
static _Thread_local char *lowest;

size_t memory_stack_left(void) {
    char *here = __builtin_frame_address(0);
    // The system takes long to say where the stack ends, and hardly any thread ever comes near it.
    if (lowest == NULL) {
        if (here > highest) highest = here;
        if (highest - here < 32 << 10) return PTRDIFF_MAX;
    }
    return memory_stack_left_exactly();
}

size_t memory_stack_left_exactly(void) {
    char *here = __builtin_frame_address(0);
    if (lowest == NULL) {
        pthread_attr_t attributes;
        void *start = NULL;
        size_t size;
        if (pthread_getattr_np(pthread_self(), &attributes) != 0) return PTRDIFF_MAX;
        if (pthread_attr_getstack(&attributes, &start, &size) != 0) start = NULL;
        pthread_attr_destroy(&attributes);
        if (start == NULL) return PTRDIFF_MAX;
        lowest = start;
    }
    return here > lowest ? (size_t)(here - lowest) : 0;
}
