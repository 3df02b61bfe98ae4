// One program on several threads, and runs that another thread interrupts while they compute.
#include <pthread.h>

#include "check.h"
#include "picket.h"

enum { THREADS = 4, ROUNDS = 50 };

static void *run_often(void *program)
{
    for (int round = 0; round < ROUNDS; round++) {
        picket_run *run = picket_run_new(program, NULL);
        while (picket_run_next(run) == PICKET_COMMAND) picket_run_resume_integer(run, picket_run_ticket(run), round);
        if (picket_run_exit_status(run) != 0) return program;
        picket_run_free(run);
    }
    return NULL;
}

static void *interrupt(void *run)
{
    picket_run_interrupt(run, "enough");
    return NULL;
}

int check_threads(void)
{
    failures = 0;
    picket_library *library = picket_library_new();
    const picket_command ask = {.name = "ask"};
    picket_library_add(library, &ask);
    picket_program *program = picket_compile(library, "many", "ask\nprint $last.body + 1\n", PICKET_TO_NUL, NULL);
    picket_program *endless = picket_compile(library, "endless", "while true { }\n", PICKET_TO_NUL, NULL);
    picket_library_free(library);

    pthread_t threads[THREADS];
    for (int at = 0; at < THREADS; at++) CHECK(pthread_create(&threads[at], NULL, run_often, program) == 0);
    for (int at = 0; at < THREADS; at++) {
        void *failed;
        CHECK(pthread_join(threads[at], &failed) == 0 && failed == NULL);
    }
    picket_program_free(program);

    picket_options *options = picket_options_new();
    picket_options_set_limit(options, PICKET_LIMIT_STEPS, PICKET_NEVER);
    picket_run *run = picket_run_new(endless, options);
    picket_options_free(options);
    picket_program_free(endless);
    CHECK(pthread_create(&threads[0], NULL, interrupt, run) == 0);
    while (picket_run_next(run) != PICKET_DONE) continue;
    pthread_join(threads[0], NULL);
    CHECK(picket_run_outcome(run) == PICKET_FAILURE && picket_run_exit_status(run) == 130);
    picket_run_free(run);
    return failures;
}
