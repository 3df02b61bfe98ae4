#define _GNU_SOURCE

#include "CMemory.h"

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
