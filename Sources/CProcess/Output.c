// Standard output: bytes wait here to be written in large pieces, where a signal handler finds them without a lock.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CProcess.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static unsigned char held[1 << 16];
// Which of `held` is still to be written: its start in the upper half, its end in the lower.
static _Atomic uint64_t range;
// Whether `writer` is writing: a handler must not write what its call may have written already.
static atomic_bool is_writing;
static pthread_t writer;
// The signal that ends the program as soon as the writer sees it; 0 for none.
static volatile sig_atomic_t ending;
// Whether the writer's own handler has seen it. Once more ends the program at once.
static volatile sig_atomic_t was_told;

static const int deadly[] = {SIGQUIT, SIGXCPU, SIGXFSZ};
enum { DEADLY = sizeof deadly / sizeof *deadly };

static size_t start_of(uint64_t range) { return (size_t)(range >> 32); }

static size_t end_of(uint64_t range) { return (size_t)(range & UINT32_MAX); }

static void set_range(size_t start, size_t end) { atomic_store(&range, (uint64_t)start << 32 | (uint64_t)end); }

// MARK: Writing

static void wait_until_writable(int descriptor)
{
    struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
    poll(&entry, 1, -1);
}

int process_write(int descriptor, const void *bytes, size_t count)
{
    const unsigned char *rest = bytes;
    while (count > 0) {
        ssize_t written = write(descriptor, rest, count);
        if (written > 0) {
            rest += written;
            count -= (size_t)written;
        } else if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            wait_until_writable(descriptor);
        } else if (written == 0 || errno != EINTR) {
            return written == 0 ? EIO : errno;
        }
    }
    return 0;
}

// MARK: Ending by a signal

// Writes what can be written without waiting for a reader that takes nothing. Async-signal-safe.
static void write_without_waiting(void)
{
    uint64_t now = atomic_load(&range);
    size_t start = start_of(now), end = end_of(now);
    while (start < end) {
        struct pollfd entry = {.fd = STDOUT_FILENO, .events = POLLOUT};
        if (poll(&entry, 1, 100) <= 0)
            return;
        // A pipe that has room at all has room for so many bytes.
        size_t count = end - start < PIPE_BUF ? end - start : PIPE_BUF;
        ssize_t written = write(STDOUT_FILENO, held + start, count);
        if (written <= 0)
            return;
        start += (size_t)written;
        set_range(start, end);
    }
}

// Lets the signal do what it does by itself. Async-signal-safe.
static void end_by(int number)
{
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    signal(number, SIG_DFL);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    _exit(128 + number);
}

static void handle(int number)
{
    int saved = errno;
    bool is_writer = atomic_load(&is_writing) && pthread_equal(pthread_self(), writer);
    if (is_writer && !was_told) {
        // The call that this interrupts says how much it has written; the writer ends the program after it.
        was_told = 1;
        ending = number;
    } else if (atomic_load(&is_writing) && !is_writer && !ending) {
        ending = number;
        pthread_kill(writer, number);
    } else {
        if (!atomic_load(&is_writing))
            write_without_waiting();
        end_by(number);
    }
    errno = saved;
}

void process_guard_output(void)
{
    struct sigaction action = {.sa_handler = handle}, earlier;
    sigset_t taken;
    sigemptyset(&action.sa_mask);
    sigemptyset(&taken);
    for (int index = 0; index < DEADLY; index++) {
        // What is not ignored is ours: Swift's runtime takes a quit for a crash, and looks for what is wrong with it.
        if (sigaction(deadly[index], NULL, &earlier) == 0 && earlier.sa_handler != SIG_IGN) {
            sigaction(deadly[index], &action, NULL);
            sigaddset(&taken, deadly[index]);
        }
    }
    // A program that is started by a thread which blocks signals begins with them blocked, and nobody could end it by them.
    pthread_sigmask(SIG_UNBLOCK, &taken, NULL);
}

bool process_ignores(int number)
{
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

// MARK: Standard output

size_t process_output_hold(const void *bytes, size_t count)
{
    uint64_t now = atomic_load(&range);
    size_t start = start_of(now), end = end_of(now);
    if (start == end)
        start = end = 0;
    size_t room = sizeof held - end;
    if (count > room)
        count = room;
    if (count == 0)
        return 0;
    memcpy(held + end, bytes, count);
    set_range(start, end + count);
    return count;
}

bool process_output_is_held(void)
{
    uint64_t now = atomic_load(&range);
    return start_of(now) != end_of(now);
}

int process_output_write(void)
{
    uint64_t now = atomic_load(&range);
    size_t start = start_of(now), end = end_of(now);
    int problem = 0;
    if (start == end)
        return 0;
    writer = pthread_self();
    atomic_store(&is_writing, true);
    while (start < end && !problem && !ending) {
        ssize_t written = write(STDOUT_FILENO, held + start, end - start);
        if (written > 0) {
            start += (size_t)written;
            set_range(start, end);
        } else if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            wait_until_writable(STDOUT_FILENO);
        } else if (written == 0 || errno != EINTR) {
            problem = written == 0 ? EIO : errno;
        }
    }
    if (ending) {
        write_without_waiting();
        end_by(ending);
    }
    set_range(0, 0);
    atomic_store(&is_writing, false);
    if (ending)
        end_by(ending);
    return problem;
}
