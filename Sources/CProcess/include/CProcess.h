// What a program gets from the system before Swift runs, and what it owes its output when a signal ends it.
#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdbool.h>
#include <stddef.h>

// MARK: Arguments

// The arguments that `main` gets, the program's own name first; null where the system's start code does not tell.
//
// A constructor takes them before `main`, and opens the descriptors 0, 1 and 2 on /dev/null where they are closed: the next
// file would get such a number otherwise, and printed text would go into it.
char *_Nullable const *_Nullable process_arguments(void);

size_t process_argument_count(void);

// The path that the system started this program by; null where the system does not tell.
const char *_Nullable process_program_path(void);

// The commit that this program was built from; null where the build did not tell it (PICKET_COMMIT).
const char *_Nullable process_commit(void);

// Whether standard input was closed when the program started: what stands in its place gives no bytes.
bool process_input_was_closed(void);

// Whether standard output, or standard error, was closed then: what is written in its place is lost.
bool process_output_was_closed(void);

bool process_errors_were_closed(void);

// MARK: Environment

// `NAME=VALUE` at a position of the environment; null at its end. No thread may change the environment meanwhile.
const char *_Nullable process_variable(size_t index);

// MARK: Writing

// Writes all bytes: a call that was interrupted is made again, a descriptor that would block is waited for.
//
// Returns 0, or the number of the error (errno) after which the rest was given up.
int process_write(int descriptor, const void *_Nullable bytes, size_t count);

// MARK: Standard output

// Copies bytes behind those that are held for standard output; returns how many there was room for.
size_t process_output_hold(const void *_Nullable bytes, size_t count);

// Whether bytes are held. Any thread may ask.
bool process_output_is_held(void);

// Writes what is held; afterwards nothing is held. Returns 0 or the number of an error, after which the rest is lost.
//
// One thread at a time may call this and `process_output_hold`.
int process_output_write(void);

// From now on SIGQUIT, SIGXCPU and SIGXFSZ write what is held before they end the program as they always do, unless they
// are ignored. Nothing is waited for: a reader that takes nothing keeps no program alive.
void process_guard_output(void);

// MARK: Signals

// Whether the signal is ignored, as the parent of this program asks for with nohup, or a shell for what runs behind it.
bool process_ignores(int signal);

// MARK: Waits

// Ends the waits for files that are in progress in any thread, such as one for the writer of a pipe.
void process_end_file_waits(void);

// How often that was done. A wait that began with another number has ended.
unsigned process_file_waits_ended(void);

#endif
