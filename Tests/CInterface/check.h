// Counts the conditions that do not hold.
#include <stdio.h>

#include "CInterface.h"

static int failures;

#define CHECK(condition) ((condition) ? (void)0 : fail(__FILE__, __LINE__, #condition))

static void fail(const char *file, int line, const char *condition)
{
    printf("%s:%d: does not hold: %s\n", file, line, condition);
    failures++;
}
