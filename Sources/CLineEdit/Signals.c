// Signals become bytes on a pipe; a death puts the terminal back first.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "LineEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int relayed[] = {SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP};
static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGQUIT, SIGSYS, SIGXCPU,
                             SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2};
enum { RELAYED = sizeof relayed / sizeof *relayed, DEADLY = sizeof deadly / sizeof *deadly };

static struct sigaction earlier_relayed[RELAYED];
static struct sigaction earlier_deadly[DEADLY];
static volatile sig_atomic_t watching;
static volatile sig_atomic_t wake = -1;
static volatile sig_atomic_t guarded = -1;
// The process group that has borrowed the terminal; 0 for none.
static volatile sig_atomic_t borrower;
// The latest SIGTERM or SIGHUP; 0 for none.
static volatile sig_atomic_t ending;
static struct termios cooked;
// The modes before libedit.
static struct termios first;
static bool has_first;
static stack_t earlier_stack;
static char crash_stack[64 * 1024];

// This process waits for the program, so the program must end too. A stopped one must be continued for that.
static void pass_on(int number)
{
    kill(-(pid_t)borrower, number);
    kill(-(pid_t)borrower, SIGCONT);
}

static void relay(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (number == SIGTERM || number == SIGHUP) {
        ending = number;
        if (borrower > 0)
            pass_on(number);
    }
    ssize_t written = write((int)wake, &byte, 1);
    (void)written; // full: the reader is awake already
    errno = saved;
}

// Async-signal-safe: write and tcsetattr only. Modes off, colours off, a fresh row.
static void restore_terminal(void)
{
    static const char modes[] = "\033[?2026l\033[?2004l\033[0m\r\n";
    if (guarded < 0)
        return;
    ssize_t written = write((int)guarded, modes, sizeof modes - 1);
    (void)written;
    tcsetattr((int)guarded, TCSANOW, &cooked);
    guarded = -1;
}

// The earlier action (a crash report, a core) comes after ours: a fault happens again on return, the rest is raised again.
static void die(int number)
{
    restore_terminal();
    for (int index = 0; index < DEADLY; index++)
        if (deadly[index] == number)
            sigaction(number, &earlier_deadly[index], NULL);
    raise(number);
}

static void install_relays(void)
{
    struct sigaction action = {.sa_handler = relay, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < RELAYED; index++)
        sigaction(relayed[index], &action, &earlier_relayed[index]);
}

static void install_guards(void)
{
    stack_t own = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
    if (sigaltstack(NULL, &earlier_stack) == 0 && (earlier_stack.ss_flags & SS_DISABLE))
        sigaltstack(&own, NULL);
    struct sigaction action = {.sa_handler = die, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < DEADLY; index++) {
        struct sigaction *earlier = &earlier_deadly[index];
        // One that is ignored ends nobody.
        if (sigaction(deadly[index], NULL, earlier) == 0 && earlier->sa_handler != SIG_IGN)
            sigaction(deadly[index], &action, NULL);
    }
}

void line_edit_watch_signals(int descriptor)
{
    if (watching)
        return;
    wake = descriptor;
    install_relays();
    watching = 1;
}

void line_edit_pass_signals_to(pid_t group)
{
    borrower = (sig_atomic_t)group;
    // A signal may have come while the program was being started.
    if (group > 0 && ending != 0)
        pass_on((int)ending);
}

void line_edit_restore_signals(void)
{
    if (!watching)
        return;
    for (int index = 0; index < RELAYED; index++)
        sigaction(relayed[index], &earlier_relayed[index], NULL);
    watching = 0;
}

void line_edit_guard_terminal(int terminal)
{
    static bool at_exit;
    if (guarded >= 0 || tcgetattr(terminal, &cooked) != 0)
        return;
    if (!at_exit)
        at_exit = atexit(restore_terminal) == 0;
    guarded = terminal;
    install_guards();
}

void line_edit_release_terminal(void)
{
    if (guarded < 0)
        return;
    guarded = -1;
    for (int index = 0; index < DEADLY; index++)
        sigaction(deadly[index], &earlier_deadly[index], NULL);
    if (earlier_stack.ss_flags & SS_DISABLE)
        sigaltstack(&earlier_stack, NULL);
}

// libedit switches on again what the person has switched off, so the modes before it count as well.
static int key(int index)
{
    bool is_off = cooked.c_cc[index] == _POSIX_VDISABLE || (has_first && first.c_cc[index] == _POSIX_VDISABLE);
    return is_off ? -1 : cooked.c_cc[index];
}

void line_edit_note_keys(int terminal) { has_first = tcgetattr(terminal, &first) == 0; }

bool line_edit_signal_keys(int terminal, line_edit_keys *keys)
{
    struct termios modes;
    if (guarded != terminal || tcgetattr(terminal, &modes) != 0 || (modes.c_lflag & (ISIG | ICANON)))
        return false;
    *keys = (line_edit_keys){.interrupt = key(VINTR), .stop = key(VSUSP), .quit = key(VQUIT)};
    return true;
}

void line_edit_signal_group(int number)
{
    kill(0, number);
    if (number == SIGQUIT)
        raise(number); // to this thread, so that nothing runs on before the end
}

void line_edit_suspend(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL}, ours;
    sigset_t stop, earlier;
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, &ours);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &earlier);
    raise(SIGTSTP); // to this thread, so that nothing runs on before the stop
    pthread_sigmask(SIG_SETMASK, &earlier, NULL);
    sigaction(SIGTSTP, &ours, NULL);
}

int line_edit_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return -1;
    for (int end = 0; end < 2; end++) {
        fcntl(ends[end], F_SETFD, FD_CLOEXEC);
        fcntl(ends[end], F_SETFL, fcntl(ends[end], F_GETFL) | O_NONBLOCK);
    }
    return 0;
}
