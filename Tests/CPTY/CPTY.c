#ifndef _GNU_SOURCE
#define _GNU_SOURCE // wcwidth
#endif
#include "CPTY.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static void become(const char *path, char *const words[], char *const environment[])
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++)
        signal(number, SIG_DFL);
    for (int descriptor = 3; descriptor < 256; descriptor++)
        close(descriptor);
    execve(path, words, environment);
    _exit(127);
}

int pty_start(const char *path, char *const words[], char *const environment[], int columns, int rows, pid_t *child)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    int terminal = -1;
    *child = forkpty(&terminal, NULL, NULL, &size);
    if (*child == 0)
        become(path, words, environment);
    if (*child < 0)
        return -1;
    fcntl(terminal, F_SETFD, FD_CLOEXEC);
    return terminal;
}

int pty_resize(int terminal, int columns, int rows)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    return ioctl(terminal, TIOCSWINSZ, &size);
}

bool pty_is_raw(int terminal)
{
    struct termios modes;
    return tcgetattr(terminal, &modes) == 0 && (modes.c_lflag & (ICANON | ECHO)) == 0;
}

int pty_wait(int terminal, int milliseconds)
{
    struct pollfd entry = {.fd = terminal, .events = POLLIN};
    int count = poll(&entry, 1, milliseconds);
    if (count < 0)
        return errno == EINTR ? 0 : -1;
    if (count == 0)
        return 0;
    return (entry.revents & POLLIN) ? 1 : -1;
}

ssize_t pty_read(int terminal, uint8_t *bytes, size_t count) { return read(terminal, bytes, count); }

bool pty_write(int terminal, const uint8_t *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(terminal, bytes, count);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        }
    }
    return true;
}

int pty_end(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static FILE *open_status(pid_t child)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)child);
    return fopen(path, "r");
}

bool pty_is_stopped(pid_t child)
{
    char state = '?';
    FILE *file = open_status(child);
    if (file == NULL)
        return false;
    int found = fscanf(file, "%*d (%*[^)]) %c", &state);
    fclose(file);
    return found == 1 && (state == 'T' || state == 't');
}

long pty_ticks(pid_t child)
{
    unsigned long user = 0, system = 0;
    FILE *file = open_status(child);
    if (file == NULL)
        return -1;
    int found = fscanf(
        file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    fclose(file);
    return found == 2 ? (long)(user + system) : -1;
}

int pty_width(uint32_t scalar)
{
    static bool ready;
    if (!ready)
        ready = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
    int width = wcwidth((wchar_t)scalar);
    return width < 0 ? 0 : width;
}
