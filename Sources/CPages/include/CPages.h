#ifndef CPAGES_H
#define CPAGES_H

#include <stddef.h>

/// A page of the documentation. Its text is Markdown in UTF-8.
typedef struct {
    const char *name;
    const unsigned char *text;
    size_t length;
} picket_page;

/// How many pages there are.
size_t picket_page_count(void);

/// The page at a place below the count.
const picket_page *picket_page_at(size_t place);

#endif
