// Uses the C interface as its header describes, on a clock that stands still until it is moved.
#include <string.h>

#include "check.h"
#include "picket.h"

enum { SECOND = 1000000000 };

static bool equal(const char *text, const char *expected) { return text != NULL && strcmp(text, expected) == 0; }

static picket_library *make_library(void)
{
    const picket_parameter parameters[] = {
        {.name = "note", .kind = PICKET_TEXT},
        {.name = "name", .kind = PICKET_TEXT, .flags = PICKET_REQUIRED | PICKET_POSITIONAL},
        {.name = "count", .kind = PICKET_INTEGER, .minimum = 1, .maximum = 9},
        {.name = "wet", .kind = PICKET_BOOLEAN},
        {.name = "pause", .kind = PICKET_DURATION},
        {.name = "any", .kind = PICKET_ANY},
        {.name = "tags", .kind = PICKET_TAGS},
        {.name = "key", .kind = PICKET_TEXT, .flags = PICKET_SECRET},
    };
    const char *const secret_fields[] = {"token"};
    const picket_command ask = {
        .name = "ask", .summary = "Asks.", .parameters = parameters, .parameter_count = sizeof parameters / sizeof *parameters,
        .secret_fields = secret_fields, .secret_field_count = 1};
    picket_library *library = picket_library_new();
    CHECK(picket_library_add(library, &ask) == PICKET_OK);
    CHECK(picket_library_add_prelude(library, "prelude", "def twice(x) { return $x * 2 }\n", PICKET_TO_NUL) == PICKET_OK);
    CHECK(picket_library_add_module(library, "greetings", "def greeting(x) { return \"hello, $x\" }\n", PICKET_TO_NUL) ==
          PICKET_OK);
    return library;
}

static picket_run *begin(const char *text, const picket_options *options)
{
    picket_library *library = make_library();
    picket_program *program = picket_compile(library, "use.picket", text, PICKET_TO_NUL, options);
    CHECK(picket_program_can_run(program));
    if (!picket_program_can_run(program)) {
        puts(picket_problems_rendered(picket_program_problems(program), PICKET_PLAIN, NULL));
    }
    picket_run *run = picket_run_new(program, options);
    picket_program_free(program);
    picket_library_free(library);
    return run;
}

static void check_arguments(void)
{
    picket_run *run = begin(
        "let list = [1, {a: null}]\n"
        "ask web count=3 wet=true pause=1500ms any=$list tags=\"a=b\" key=\"correct horse\" note=\"a\\u{0}b\"\n"
        "ask web any=1.5\n",
        NULL);
    int64_t integer;
    bool boolean;
    double number;
    size_t length;
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    CHECK(equal(picket_run_command(run), "ask") && picket_run_argument_count(run) == 8);
    CHECK(equal(picket_run_argument_name(run, 0), "name") && equal(picket_run_argument_name(run, 1), "note"));
    CHECK(equal(picket_run_argument_string(run, "name", NULL), "web"));
    CHECK(picket_run_argument_integer(run, "count", &integer) == PICKET_OK && integer == 3);
    CHECK(picket_run_argument_number(run, "count", &number) == PICKET_OK && number == 3);
    CHECK(picket_run_argument_boolean(run, "wet", &boolean) == PICKET_OK && boolean);
    CHECK(picket_run_argument_duration(run, "pause", &integer) == PICKET_OK && integer == 1500000000);
    CHECK(picket_run_argument_type(run, "any") == PICKET_TYPE_LIST);
    CHECK(equal(picket_run_argument_json(run, "any", NULL), "[1,{\"a\":null}]"));
    CHECK(picket_run_argument_type(run, "tags") == PICKET_TYPE_STRING);
    CHECK(picket_run_argument_is_secret(run, "key") && !picket_run_argument_is_secret(run, "note"));
    CHECK(equal(picket_run_argument_string(run, "key", &length), "correct horse") && length == 13);
    const char *note = picket_run_argument_string(run, "note", &length);
    CHECK(length == 3 && memcmp(note, "a\0b", 4) == 0);
    CHECK(strstr(picket_run_arguments_json(run, &length), "\"key\":\"correct horse\"") && length > 40);
    CHECK(picket_run_resume_null(run, picket_run_ticket(run)) == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_COMMAND && picket_run_argument_type(run, "any") == PICKET_TYPE_NUMBER);
    CHECK(picket_run_argument_number(run, "any", &number) == PICKET_OK && number == 1.5);
    picket_run_free(run);
}

// Answers the command of the next step in one of the ways.
static picket_status answer(picket_run *run, int way)
{
    const uint64_t ticket = picket_run_next(run) == PICKET_COMMAND ? picket_run_ticket(run) : 0;
    switch (way) {
    case 0: return picket_run_resume_null(run, ticket);
    case 1: return picket_run_resume_boolean(run, ticket, true);
    case 2: return picket_run_resume_integer(run, ticket, INT64_MIN);
    case 3: return picket_run_resume_number(run, ticket, 2.5);
    case 4: return picket_run_resume_duration(run, ticket, 90 * (int64_t)SECOND);
    case 5: return picket_run_resume_string(run, ticket, "a text", 1);
    case 6: return picket_run_resume_json(run, ticket, "{\"token\": \"very secret\", \"n\": 1}", PICKET_TO_NUL);
    case 7: return picket_run_resume_response(run, ticket, 404, "application/json", "{\"why\": \"gone\"}", PICKET_TO_NUL);
    default: return picket_run_resume_failure(run, ticket, NULL, "no", NULL);
    }
}

static void check_answers(void)
{
    picket_run *run = begin(
        "include \"greetings\"\n"
        "for i in 1..8 { ask $i as a; print $a.body }\n"
        "expect status 404\n"
        "print greeting(twice(4)), $last.body.why\n"
        "let shown = 7\n"
        "secret hidden = \"another secret\"\n"
        "try { ask x } catch e { print $e.code, $e.message }\n",
        NULL);
    for (int way = 0; way < 9; way++) CHECK(answer(run, way) == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_DONE);
    static const char *const expected[] = {
        "null", "true", "-9223372036854775808", "2.5", "90s", "a", "{token: •••, n: 1}", "{why: gone}", "hello, 8 gone",
        "command-failed `ask`: no"};
    for (size_t line = 0; line < sizeof expected / sizeof *expected; line++) {
        CHECK(equal(picket_run_output(run, line, NULL), expected[line]));
        if (!equal(picket_run_output(run, line, NULL), expected[line])) puts(picket_run_output(run, line, NULL));
    }
    CHECK(picket_run_outcome(run) == PICKET_SUCCESS && picket_run_exit_status(run) == 0);
    CHECK(picket_problems_count(picket_run_problems(run)) == 0);
    CHECK(equal(picket_run_global_json(run, "shown", NULL), "7"));
    CHECK(equal(picket_run_global_json(run, "hidden", NULL), "\"•••\""));
    CHECK(strstr(picket_run_globals_json(run, NULL), "\"hidden\":\"•••\""));
    CHECK(picket_run_used(run, PICKET_USED_COMMANDS) == 9 && picket_run_used(run, PICKET_USED_STEPS) > 0);
    picket_run_free(run);
}

static void check_times(void)
{
    picket_clock *clock = picket_clock_new(100 * (int64_t)SECOND, 1000);
    picket_options *options = picket_options_new();
    picket_options_set_clock(options, clock);
    picket_options_set_deadline(options, 60 * (int64_t)SECOND);
    picket_run *run = begin(
        "print now()\n"
        "sleep 5s\n"
        "try { within 10s { ask web } } catch e { print $e.code }\n"
        "defer { print closed }\n"
        "ask web\n",
        options);
    picket_options_free(options);

    CHECK(picket_run_next(run) == PICKET_WAITING && picket_run_wait_time(run) == 105 * (int64_t)SECOND);
    CHECK(picket_clock_advance(clock, 5 * (int64_t)SECOND) == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    const uint64_t first = picket_run_ticket(run);
    CHECK(picket_run_next(run) == PICKET_WAITING && picket_run_wait_time(run) == 115 * (int64_t)SECOND);
    picket_clock_advance(clock, 10 * (int64_t)SECOND);
    CHECK(picket_run_next(run) == PICKET_CANCEL && picket_run_ticket(run) == first);
    CHECK(picket_run_next(run) == PICKET_WAITING);
    CHECK(picket_run_resume_string(run, first, "too late", PICKET_TO_NUL) == PICKET_OK);

    // The deadline, and an answer within the grace.
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    const uint64_t second = picket_run_ticket(run);
    CHECK(second != first && picket_run_next(run) == PICKET_WAITING);
    CHECK(picket_run_wait_time(run) == 160 * (int64_t)SECOND);
    picket_clock_advance(clock, 45 * (int64_t)SECOND);
    CHECK(picket_run_next(run) == PICKET_CANCEL && picket_run_ticket(run) == second);
    CHECK(picket_run_resume_null(run, second) == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_DONE && picket_run_outcome(run) == PICKET_FAILURE);
    CHECK(equal(picket_problem_code(picket_run_problems(run), 0), "deadline"));
    CHECK(equal(picket_run_output(run, 0, NULL), "1970-01-01T00:00:01.000Z"));
    CHECK(equal(picket_run_output(run, 1, NULL), "no-response") && equal(picket_run_output(run, 2, NULL), "closed"));
    CHECK(picket_run_used(run, PICKET_USED_NANOSECONDS) == 60 * (int64_t)SECOND);
    picket_run_free(run);
    picket_clock_free(clock);
}

// Three commands at once, answered in another order.
static void check_parallel(void)
{
    picket_run *run = begin(
        "for name in [a, b, c] parallel 3 {\n    ask $name as x\n    print $name, $x.body\n}\n", NULL);
    uint64_t tickets[3];
    for (int at = 0; at < 3; at++) {
        CHECK(picket_run_next(run) == PICKET_COMMAND);
        tickets[at] = picket_run_ticket(run);
    }
    CHECK(picket_run_next(run) == PICKET_WAITING);
    for (int at = 2; at >= 0; at--) CHECK(picket_run_resume_integer(run, tickets[at], at) == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_DONE);
    CHECK(equal(picket_run_output(run, 0, NULL), "a 0") && equal(picket_run_output(run, 2, NULL), "c 2"));
    picket_run_free(run);
}

static void check_options(void)
{
    picket_options *options = picket_options_new();
    picket_options_set_json(options, "list", "[1, 2]", PICKET_TO_NUL);
    picket_options_set_string(options, "name", "ada", PICKET_TO_NUL);
    picket_options_set_variable(options, "TOKEN", "token-of-ada", PICKET_TO_NUL, true);
    picket_options_set_variable(options, "HOME", "/home/ada", PICKET_TO_NUL, false);
    picket_options_add_secret(options, "classified", PICKET_TO_NUL);
    picket_options_set_limit(options, PICKET_LIMIT_STEPS, 1000);
    picket_options_set_seed(options, 7);
    picket_run *run = begin(
        "param list\nparam name\n"
        "print $list[1], $name, env(\"HOME\")\nprint env(\"TOKEN\")\nprint \"this is classified\"\n"
        "while true { }\n",
        options);
    CHECK(picket_run_next(run) == PICKET_DONE && picket_run_exit_status(run) != 0);
    CHECK(equal(picket_run_output(run, 0, NULL), "2 ada /home/ada"));
    CHECK(equal(picket_run_output(run, 1, NULL), "•••") && equal(picket_run_output(run, 2, NULL), "this is •••"));
    const picket_problems *problems = picket_run_problems(run);
    CHECK(picket_problems_count(problems) == 1 && equal(picket_problem_code(problems, 0), "step-limit"));
    CHECK(picket_problem_severity(problems, 0) == PICKET_ERROR);
    CHECK(equal(picket_problem_file(problems, 0), "use.picket") && picket_problem_line(problems, 0) == 6);
    size_t plain, colored, json;
    picket_problems_rendered(problems, PICKET_PLAIN, &plain);
    picket_problems_rendered(problems, PICKET_COLORED, &colored);
    CHECK(picket_problems_rendered(problems, PICKET_JSON, &json)[0] == '{' && colored > plain && json > 0);
    picket_run_free(run);
    picket_options_free(options);
}

int check_use(void)
{
    failures = 0;
    check_arguments();
    check_answers();
    check_times();
    check_parallel();
    check_options();
    return failures;
}
