#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

static char **arguments;
static int argument_count;
static bool was_input_closed;
static bool was_output_closed;
static bool were_errors_closed;

// The lowest number that is free is the one that is closed, since all below it are open.
static void open_standard_descriptors(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF)
            continue;
        if (descriptor == STDIN_FILENO)
            was_input_closed = true;
        else if (descriptor == STDOUT_FILENO)
            was_output_closed = true;
        else
            were_errors_closed = true;
        // Without /dev/null any file that takes no bytes holds the place: what is written there is an error, and is told.
        if (open("/dev/null", O_RDWR) < 0)
            open("/", O_RDONLY);
    }
}

// glibc calls constructors with the arguments of `main`.
__attribute__((constructor(101))) static void begin(int count, char **values)
{
    open_standard_descriptors();
    argument_count = count;
    arguments = values;
}

char *const *process_arguments(void) { return arguments; }

size_t process_argument_count(void) { return argument_count > 0 ? (size_t)argument_count : 0; }

bool process_input_was_closed(void) { return was_input_closed; }

bool process_output_was_closed(void) { return was_output_closed; }

bool process_errors_were_closed(void) { return were_errors_closed; }

extern char **environ;

const char *process_variable(size_t index) { return environ ? environ[index] : NULL; }

const char *process_program_path(void) { return (const char *)getauxval(AT_EXECFN); }
