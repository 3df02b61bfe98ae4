// The terminal outside libedit: its size, an input without echo, a program that borrows it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CLineEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

// The modes before `line_edit_hide_input`, while the input is hidden.
static struct termios shown;
static bool is_hidden;

int line_edit_hide_input(int terminal, bool keep_lines)
{
    struct termios hidden;
    // After a stop the terminal may have the modes of a shell, so the modes are saved only once.
    if (!is_hidden && tcgetattr(terminal, &shown) != 0)
        return -1;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    if (!keep_lines) {
        hidden.c_lflag &= ~(tcflag_t)(ICANON | IEXTEN | ISIG);
        hidden.c_iflag &= ~(tcflag_t)IXON;
        hidden.c_cc[VMIN] = 1;
        hidden.c_cc[VTIME] = 0;
    }
    if (tcsetattr(terminal, TCSADRAIN, &hidden) != 0)
        return -1;
    is_hidden = true;
    return 0;
}

void line_edit_show_input(int terminal)
{
    if (is_hidden)
        tcsetattr(terminal, TCSADRAIN, &shown);
    is_hidden = false;
}

bool line_edit_size(int terminal, int *columns, int *rows)
{
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

// Starts the program. With a terminal (-1 for none) it leads a process group of its own, which has the terminal before the
// program begins.
static int start(pid_t *child, char *const words[], int terminal)
{
    static const int defaults[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t reset, none;
    if (posix_spawnattr_init(&attributes) != 0)
        return -1;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        posix_spawnattr_destroy(&attributes);
        return -1;
    }
    sigemptyset(&none);
    sigemptyset(&reset);
    for (size_t index = 0; index < sizeof defaults / sizeof *defaults; index++)
        sigaddset(&reset, defaults[index]);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &reset);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                  (terminal < 0 ? 0 : POSIX_SPAWN_SETPGROUP)));
    if (terminal >= 0)
        posix_spawn_file_actions_addtcsetpgrp_np(&actions, terminal);
    int result = posix_spawn(child, "/bin/sh", &actions, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return result == 0 ? 0 : -1;
}

// The terminal that a program borrows, and how it was before.
typedef struct {
    int terminal; // -1: this process has none, or is in its background
    pid_t owner;
    struct termios modes;
} loan;

static loan find_terminal(void)
{
    loan loan = {.terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY), .owner = getpgrp()};
    if (loan.terminal < 0)
        return loan;
    if (tcgetpgrp(loan.terminal) == loan.owner && tcgetattr(loan.terminal, &loan.modes) == 0)
        return loan;
    close(loan.terminal);
    loan.terminal = -1;
    return loan;
}

static void take_back(const loan *loan)
{
    tcsetpgrp(loan->terminal, loan->owner);
    tcsetattr(loan->terminal, TCSADRAIN, &loan->modes);
}

// Stops this process as well, and returns when its shell has brought it to the foreground again.
static void stop_together(const loan *loan)
{
    line_edit_suspend();
    // `bg` continues a process that may not have the terminal. SIGTTIN stops it again. The number of tries is limited,
    // because the signal has no effect if no shell is left.
    for (int tries = 0; tries < 100 && tcgetpgrp(loan->terminal) != loan->owner; tries++)
        raise(SIGTTIN);
}

// Waits for the program's end. If it stops, so does this process, and both continue together.
static int wait_for(pid_t child, const loan *loan)
{
    int status = 0, early_stops = 0;
    while (true) {
        pid_t result = waitpid(child, &status, loan->terminal < 0 ? 0 : WUNTRACED);
        if (result < 0 && errno == EINTR)
            continue;
        if (result < 0 || !WIFSTOPPED(status))
            return result < 0 ? -1 : status;
        struct termios its;
        bool has_modes = tcgetattr(loan->terminal, &its) == 0;
        // A program that was continued before it got the terminal back is stopped by SIGTTIN, and must only be continued.
        bool was_early = (WSTOPSIG(status) == SIGTTIN || WSTOPSIG(status) == SIGTTOU) && early_stops++ < 100;
        if (!was_early) {
            take_back(loan);
            stop_together(loan);
        }
        tcsetpgrp(loan->terminal, child);
        if (!was_early && has_modes)
            tcsetattr(loan->terminal, TCSADRAIN, &its);
        kill(-child, SIGCONT);
    }
}

static int run_borrowing(char *const words[], const loan *loan)
{
    pid_t child = 0;
    sigset_t output, earlier;
    // Without this, giving and taking the terminal from the background would stop this process.
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &earlier);
    int status = -1;
    if (start(&child, words, loan->terminal) == 0) {
        line_edit_pass_signals_to(child);
        status = wait_for(child, loan);
        line_edit_pass_signals_to(0);
    }
    take_back(loan);
    pthread_sigmask(SIG_SETMASK, &earlier, NULL);
    close(loan->terminal);
    return status;
}

// Without a terminal the program shares this process's group, and ^C and ^\ are the program's.
static int run_sharing(char *const words[], const loan *loan)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    pid_t child = 0;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    int status = start(&child, words, -1) == 0 ? wait_for(child, loan) : -1;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return status;
}

int line_edit_run(const char *script, const char *argument)
{
    char *const words[] = {"sh", "-c", (char *)script, "sh", (char *)argument, NULL};
    loan loan = find_terminal();
    int status = loan.terminal < 0 ? run_sharing(words, &loan) : run_borrowing(words, &loan);
    return status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
