// Runs three scripts at once on one thread, with epoll and timerfd.
//
// The commands of the scripts are answered by a service that takes its time: each answer comes when a timer fires. The first
// script asks for three customers at once. The second one allows a slow question only 20 ms. The third one would sleep for
// ever; when the others are done, another thread interrupts it.
#include <picket.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { RUNS = 3, MS = 1000000 };

static const char *const names[RUNS] = {"customers.picket", "impatient.picket", "endless.picket"};
static const char *const texts[RUNS] = {
    "for name in [ada, grace, alan] parallel 3 {\n"
    "    lookup $name as customer\n"
    "    print \"$name has ${customer.body.credit}\"\n"
    "}\n",

    "try { lookup nobody } catch e { print $e.code, $e.fields.asked }\n"
    "try { within 20ms { lookup slow } } catch e { print $e.code }\n"
    "lookup ada as customer\n"
    "expect $customer.body.credit > 100\n",

    "defer { print closed }\n"
    "print opened\n"
    "while true { sleep 1h }\n",
};

struct run {
    picket_run *handle;
    int timer; // for the times that the script waits for
    bool is_done;
};

// A question to the service that is not answered yet.
struct question {
    int timer;
    struct run *run;
    uint64_t ticket;
    char name[32];
    struct question *next;
};

static int loop;
static int wake;
static struct run runs[RUNS];
static struct question *questions;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void set_timer(int timer, int64_t nanoseconds, int flags)
{
    struct itimerspec time = {.it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
    if (timerfd_settime(timer, flags, &time, NULL) != 0) die("timerfd_settime");
}

static int new_timer(void *object)
{
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = object};
    if (timer < 0 || epoll_ctl(loop, EPOLL_CTL_ADD, timer, &event) != 0) die("timerfd_create");
    return timer;
}

// ---- The service ----

static void ask_service(struct run *run)
{
    struct question *question = calloc(1, sizeof *question);
    if (question == NULL) die("calloc");
    const char *name = picket_run_argument_string(run->handle, "name", NULL);
    snprintf(question->name, sizeof question->name, "%s", name);
    question->run = run;
    question->ticket = picket_run_ticket(run->handle);
    question->timer = new_timer(question);
    question->next = questions;
    questions = question;
    set_timer(question->timer, strcmp(name, "slow") == 0 ? 3600000LL * MS : (int64_t)strlen(name) * MS, 0);
}

static void forget(struct question *question)
{
    struct question **place = &questions;
    while (*place != question) place = &(*place)->next;
    *place = question->next;
    close(question->timer);
    free(question);
}

static void answer(struct question *question)
{
    picket_run *run = question->run->handle;
    if (strcmp(question->name, "nobody") == 0) {
        picket_run_resume_failure(
            run, question->ticket, "unknown-customer", "there is no such customer", "{\"asked\": \"nobody\"}");
    } else {
        char json[64];
        const int length = snprintf(json, sizeof json, "{\"credit\": %zu}", strlen(question->name) * 10);
        picket_run_resume_json(run, question->ticket, json, (size_t)length);
    }
    forget(question);
}

static void cancel(struct run *run)
{
    const uint64_t ticket = picket_run_ticket(run->handle);
    struct question *question = questions;
    while (question != NULL && (question->run != run || question->ticket != ticket)) question = question->next;
    if (question == NULL) return;
    picket_run_resume_failure(run->handle, ticket, "cancelled", "nobody waits for it any more", NULL);
    forget(question);
}

// ---- Scripts ----

// Lets a script run until it needs something from outside.
static void run_on(struct run *run)
{
    for (;;) {
        switch (picket_run_next(run->handle)) {
        case PICKET_COMMAND: ask_service(run); continue;
        case PICKET_CANCEL: cancel(run); continue;
        case PICKET_WAITING: {
            const int64_t time = picket_run_wait_time(run->handle);
            set_timer(run->timer, time == PICKET_NEVER ? 0 : time, TFD_TIMER_ABSTIME);
            return;
        }
        case PICKET_YIELDED: set_timer(run->timer, 1, TFD_TIMER_ABSTIME); return;
        default: run->is_done = true; set_timer(run->timer, 0, 0); return;
        }
    }
}

static void report(int index)
{
    const picket_run *run = runs[index].handle;
    printf("%s: exit status %d\n", names[index], picket_run_exit_status(run));
    for (size_t line = 0; line < picket_run_output_count(run); line++) {
        printf("  | %s\n", picket_run_output(run, line, NULL));
    }
    const picket_problems *problems = picket_run_problems(run);
    for (size_t at = 0; at < picket_problems_count(problems); at++) {
        printf("  %s at line %lld\n", picket_problem_code(problems, at), (long long)picket_problem_line(problems, at));
    }
    fputs(picket_problems_rendered(problems, PICKET_PLAIN, NULL), stdout);
}

static void *interrupt(void *run)
{
    const uint64_t one = 1;
    picket_run_interrupt(run, "the others are done");
    if (write(wake, &one, sizeof one) != sizeof one) die("write");
    return NULL;
}

static picket_library *make_library(void)
{
    const picket_parameter parameters[] = {{.name = "name", .flags = PICKET_REQUIRED | PICKET_POSITIONAL}};
    const picket_command lookup = {
        .name = "lookup", .summary = "Asks the service for a customer.", .parameters = parameters, .parameter_count = 1};
    picket_library *library = picket_library_new();
    if (picket_library_add(library, &lookup) != PICKET_OK) {
        fprintf(stderr, "%s\n", picket_library_error(library));
        exit(1);
    }
    return library;
}

// Returns a run of a text; ends the program if the text has errors.
static picket_run *make_run(const picket_library *library, const picket_options *options, int index)
{
    picket_program *program = picket_compile(library, names[index], texts[index], PICKET_TO_NUL, options);
    if (!picket_program_can_run(program)) {
        fputs(picket_problems_rendered(picket_program_problems(program), PICKET_PLAIN, NULL), stderr);
        exit(1);
    }
    picket_run *run = picket_run_new(program, options);
    picket_program_free(program);
    return run;
}

// Returns the run whose timer an event is about; NULL if it is about a question.
static struct run *run_of(const void *object)
{
    for (int index = 0; index < RUNS; index++) {
        if (object == &runs[index]) return &runs[index];
    }
    return NULL;
}

int main(void)
{
    loop = epoll_create1(EPOLL_CLOEXEC);
    wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event wakes = {.events = EPOLLIN, .data.ptr = &wake};
    if (loop < 0 || wake < 0 || epoll_ctl(loop, EPOLL_CTL_ADD, wake, &wakes) != 0) die("epoll");

    picket_library *library = make_library();
    picket_options *options = picket_options_new();
    picket_options_set_limit(options, PICKET_LIMIT_STEPS, 1000000);
    picket_options_set_limit(options, PICKET_LIMIT_MEMORY, 16 << 20);
    for (int index = 0; index < RUNS; index++) {
        runs[index].handle = make_run(library, options, index);
        runs[index].timer = new_timer(&runs[index]);
        run_on(&runs[index]);
    }
    picket_options_free(options);
    picket_library_free(library);

    pthread_t thread;
    bool has_thread = false;
    while (!runs[0].is_done || !runs[1].is_done || !runs[2].is_done) {
        if (!has_thread && runs[0].is_done && runs[1].is_done) {
            if (pthread_create(&thread, NULL, interrupt, runs[2].handle) != 0) die("pthread_create");
            has_thread = true;
        }
        struct epoll_event event;
        if (epoll_wait(loop, &event, 1, -1) != 1) die("epoll_wait");
        uint64_t count;
        if (event.data.ptr == &wake) {
            if (read(wake, &count, sizeof count) == sizeof count) run_on(&runs[2]);
            continue;
        }
        struct run *run = run_of(event.data.ptr);
        if (run != NULL) {
            if (read(run->timer, &count, sizeof count) == sizeof count) run_on(run);
        } else {
            struct question *question = event.data.ptr;
            run = question->run;
            answer(question);
            run_on(run);
        }
    }
    if (has_thread) pthread_join(thread, NULL);

    for (int index = 0; index < RUNS; index++) {
        report(index);
        picket_run_free(runs[index].handle);
        close(runs[index].timer);
    }
    close(wake);
    close(loop);
    return 0;
}
