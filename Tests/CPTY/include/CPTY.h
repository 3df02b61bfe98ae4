// A program in a terminal of its own, for tests.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Starts `path` as the leader of a new session on a new terminal; returns the terminal's other end, -1 on failure.
int pty_start(const char *path, char *const words[], char *const environment[], int columns, int rows, pid_t *child);
int pty_resize(int terminal, int columns, int rows);
// Whether keys reach the program one by one and without echo.
bool pty_is_raw(int terminal);
// Waits up to so many milliseconds: 1 there is output, 0 there is none, -1 the program has closed the terminal.
int pty_wait(int terminal, int milliseconds);
ssize_t pty_read(int terminal, uint8_t *bytes, size_t count);
bool pty_write(int terminal, const uint8_t *bytes, size_t count);
// Waits for the end: the exit status, or 128 and the signal.
int pty_end(pid_t child);
// Whether the child is stopped now, as after ^Z.
bool pty_is_stopped(pid_t child);
// User and system time that a process has used, in clock ticks; -1 when it is gone.
long pty_ticks(pid_t child);
// The cells of a scalar as the C library counts them.
int pty_width(uint32_t scalar);
