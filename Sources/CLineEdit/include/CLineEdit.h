// What Swift cannot call by itself: variadic el_wset, cookie streams, signal handlers, spawn in the foreground.
// Text crosses as UTF-32 (wchar_t's form here), so that offsets are exact and no locale takes part.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct line_edit line_edit;

enum {
    LINE_EDIT_END = -1,         // `next`: the input is over
    LINE_EDIT_INTERRUPTED = -2, // `next`: leave the line
    LINE_EDIT_COMMANDS = 64,    // `line_edit_add_command`: commands are numbered below this
};

// Called on the thread that is inside `line_edit_read` or `line_edit_parse`; `context` comes back unchanged.
typedef struct {
    void *context;
    int32_t (*next)(void *context);
    int32_t (*perform)(void *context, int32_t command, int32_t key);
    void (*drawn)(void *context, const uint8_t *bytes, size_t count);
    void (*complained)(void *context, const uint8_t *bytes, size_t count);
} line_edit_callbacks;

// What a command tells libedit.
enum {
    LINE_EDIT_DONE = 0,
    LINE_EDIT_ACCEPT = 1,
    LINE_EDIT_LEAVE = 2,
    LINE_EDIT_CHANGED = 4,
    LINE_EDIT_BEEP = 6,
    LINE_EDIT_REDRAW = 8,
};

line_edit *line_edit_open(const char *program, int input, int output, int errors, line_edit_callbacks callbacks);
void line_edit_close(line_edit *edit);

int line_edit_add_command(line_edit *edit, int32_t command, const char *name, const char *help);
int line_edit_bind(line_edit *edit, bool command_mode, const uint32_t *key, const char *name);
void line_edit_set_editor(line_edit *edit, bool vi);
bool line_edit_is_vi(const line_edit *edit);
bool line_edit_is_editing(const line_edit *edit);
// The prompt that libedit draws; copied.
void line_edit_set_prompt(line_edit *edit, const uint32_t *prompt);
// One line of .editrc: 0 done or not for this program, -1 refused.
int line_edit_parse(line_edit *edit, const uint32_t *line);

// Returns when a command accepts or leaves the line, or `next` ends it: the number of characters, -1 if none.
int line_edit_read(line_edit *edit);
// The line under edit, valid until the next call that changes it.
const uint32_t *line_edit_text(line_edit *edit, size_t *count, size_t *cursor);
void line_edit_move(line_edit *edit, int distance);
void line_edit_delete_before(line_edit *edit, int count);
int line_edit_insert(line_edit *edit, const uint32_t *text);
// Reads a key inside a command; a result as from `next`.
int32_t line_edit_next_key(line_edit *edit);
void line_edit_push(line_edit *edit, const uint32_t *keys);
void line_edit_prepare(line_edit *edit, bool raw);
void line_edit_resize(line_edit *edit);
void line_edit_flush(line_edit *edit);
// libedit draws prompt and line anew, from the left edge of an empty row.
void line_edit_redraw(line_edit *edit);

// LC_CTYPE as the environment says, or C.UTF-8 where that is no UTF-8.
void line_edit_use_utf8(void);

// A pipe, both ends non-blocking and closed on exec.
int line_edit_pipe(int ends[2]);

// From here to the matching `restore`, signals that concern a line arrive as bytes on `wake`.
void line_edit_watch_signals(int wake);
void line_edit_restore_signals(void);
// While signals are watched, SIGTERM and SIGHUP also go to this process group; 0 for none.
void line_edit_pass_signals_to(pid_t group);
// From here to the matching `release`, the end of the process, however it comes, puts `terminal` back as it is now.
void line_edit_guard_terminal(int terminal);
void line_edit_release_terminal(void);
// The keys that make signals; -1 for none.
typedef struct {
    int interrupt, stop, quit;
} line_edit_keys;
// The keys of the guarded terminal, as it was before; false while the terminal's driver makes the signals itself.
bool line_edit_signal_keys(int terminal, line_edit_keys *keys);
// Sends a signal to the process group of this process, as the terminal's driver does for ^C, ^Z and ^\. SIGQUIT ends this
// process before the call returns, unless it is ignored.
void line_edit_signal_group(int number);
// Stops this process as ^Z does; returns when it is continued.
void line_edit_suspend(void);

// Echo and line discipline for a secret: 0 done, -1 no terminal. It may be called again after a stop.
int line_edit_hide_input(int terminal, bool keep_lines);
void line_edit_show_input(int terminal);

// The size, or false when there is no terminal.
bool line_edit_size(int terminal, int *columns, int *rows);

// `sh -c script sh argument` with the terminal: its exit status, -1 when it could not start or a signal ended it.
// ^C, ^\ and ^Z are the program's. When ^Z stops it, this process stops too, and both continue together.
int line_edit_run(const char *script, const char *argument);
