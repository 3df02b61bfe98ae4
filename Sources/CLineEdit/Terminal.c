// The terminal outside libedit: its size, an input without echo, a program that borrows it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CLineEdit.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

static struct termios shown;

int line_edit_hide_input(int terminal, bool keep_lines)
{
    struct termios hidden;
    if (tcgetattr(terminal, &shown) != 0)
        return -1;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    if (!keep_lines) {
        hidden.c_lflag &= ~(tcflag_t)(ICANON | IEXTEN);
        hidden.c_iflag &= ~(tcflag_t)IXON;
        hidden.c_cc[VMIN] = 1;
        hidden.c_cc[VTIME] = 0;
    }
    return tcsetattr(terminal, TCSADRAIN, &hidden);
}

void line_edit_show_input(int terminal) { tcsetattr(terminal, TCSADRAIN, &shown); }

bool line_edit_size(int terminal, int *columns, int *rows)
{
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

// ^C and ^\ are the program's while it has the terminal.
static int start(pid_t *child, char *const words[])
{
    posix_spawnattr_t attributes;
    sigset_t defaults, none;
    if (posix_spawnattr_init(&attributes) != 0)
        return -1;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGQUIT);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int result = posix_spawn(child, "/bin/sh", NULL, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    return result == 0 ? 0 : -1;
}

int line_edit_run(const char *script, const char *argument)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    char *const words[] = {"sh", "-c", (char *)script, "sh", (char *)argument, NULL};
    int status = 0;
    pid_t child = 0;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    bool started = start(&child, words) == 0;
    while (started && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return started && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
