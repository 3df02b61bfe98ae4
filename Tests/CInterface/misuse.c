// Uses the C interface wrongly in every way that a compiler accepts. Nothing may end the process, leak or be read after its end.
#include "picket.h"

#include <string.h>

#include "check.h"

static void check_null_handles(void)
{
    const picket_command command = {.name = "x"};
    size_t length = 7;
    int64_t integer;
    bool boolean;
    double number;

    picket_library_free(NULL);
    picket_options_free(NULL);
    picket_program_free(NULL);
    picket_run_free(NULL);
    picket_clock_free(NULL);
    CHECK(picket_library_add(NULL, &command) == PICKET_NULL);
    CHECK(picket_library_add_prelude(NULL, "p", "", 0) == PICKET_NULL);
    CHECK(picket_library_add_module(NULL, "p", "", 0) == PICKET_NULL);
    CHECK(picket_library_error(NULL) == NULL);
    CHECK(picket_compile(NULL, "x", "", 0, NULL) == NULL);
    CHECK(!picket_program_can_run(NULL));
    CHECK(picket_program_problems(NULL) == NULL);
    CHECK(picket_program_parameter_count(NULL) == 0);
    CHECK(picket_program_parameter(NULL, 0) == NULL);
    CHECK(!picket_program_parameter_is_required(NULL, 0));
    CHECK(picket_problems_count(NULL) == 0);
    CHECK(picket_problem_severity(NULL, 0) == PICKET_NO_PROBLEM);
    CHECK(picket_problem_code(NULL, 0) == NULL);
    CHECK(picket_problem_message(NULL, 0, &length) == NULL && length == 0);
    CHECK(picket_problem_help(NULL, 0, NULL) == NULL);
    CHECK(picket_problem_file(NULL, 0) == NULL);
    CHECK(picket_problem_line(NULL, 0) == 0 && picket_problem_column(NULL, 0) == 0);
    CHECK(picket_problems_rendered(NULL, PICKET_PLAIN, NULL) == NULL);
    CHECK(picket_clock_advance(NULL, 1) == PICKET_NULL);
    CHECK(picket_options_set_limit(NULL, PICKET_LIMIT_STEPS, 1) == PICKET_NULL);
    CHECK(picket_options_set_deadline(NULL, 1) == PICKET_NULL);
    CHECK(picket_options_set_grace(NULL, 1) == PICKET_NULL);
    CHECK(picket_options_set_string(NULL, "a", "b", 1) == PICKET_NULL);
    CHECK(picket_options_set_json(NULL, "a", "1", 1) == PICKET_NULL);
    CHECK(picket_options_set_variable(NULL, "a", "b", 1, true) == PICKET_NULL);
    CHECK(picket_options_add_secret(NULL, "b", 1) == PICKET_NULL);
    CHECK(picket_options_set_seed(NULL, 1) == PICKET_NULL);
    CHECK(picket_options_set_continues_on_error(NULL, true) == PICKET_NULL);
    CHECK(picket_options_set_clock(NULL, NULL) == PICKET_NULL);
    CHECK(picket_options_error(NULL) == NULL);
    CHECK(picket_run_new(NULL, NULL) == NULL);
    CHECK(picket_run_next(NULL) == PICKET_NO_RUN);
    CHECK(picket_run_ticket(NULL) == 0);
    CHECK(picket_run_wait_time(NULL) == 0);
    CHECK(picket_run_interrupt(NULL, NULL) == PICKET_NULL && picket_run_cut(NULL, NULL) == PICKET_NULL);
    CHECK(picket_run_command(NULL) == NULL);
    CHECK(picket_run_argument_count(NULL) == 0);
    CHECK(picket_run_argument_name(NULL, 0) == NULL);
    CHECK(picket_run_argument_type(NULL, "a") == PICKET_TYPE_NONE);
    CHECK(!picket_run_argument_is_secret(NULL, "a"));
    CHECK(picket_run_argument_string(NULL, "a", &length) == NULL);
    CHECK(picket_run_argument_integer(NULL, "a", &integer) == PICKET_NULL);
    CHECK(picket_run_argument_boolean(NULL, "a", &boolean) == PICKET_NULL);
    CHECK(picket_run_argument_number(NULL, "a", &number) == PICKET_NULL);
    CHECK(picket_run_argument_duration(NULL, "a", &integer) == PICKET_NULL);
    CHECK(picket_run_argument_json(NULL, "a", NULL) == NULL && picket_run_arguments_json(NULL, NULL) == NULL);
    CHECK(picket_run_resume_null(NULL, 1) == PICKET_NULL);
    CHECK(picket_run_resume_failure(NULL, 1, NULL, "x", NULL) == PICKET_NULL);
    CHECK(picket_run_error(NULL) == NULL);
    CHECK(picket_run_output_count(NULL) == 0 && picket_run_output(NULL, 0, NULL) == NULL);
    CHECK(picket_run_drop_output(NULL) == PICKET_NULL);
    CHECK(picket_run_outcome(NULL) == PICKET_NO_OUTCOME && picket_run_exit_status(NULL) == -1);
    CHECK(picket_run_problems(NULL) == NULL);
    CHECK(picket_run_used(NULL, PICKET_USED_STEPS) == -1);
    CHECK(picket_run_globals_json(NULL, NULL) == NULL && picket_run_global_json(NULL, "a", NULL) == NULL);
    CHECK(picket_run_abandoned_count(NULL) == 0 && picket_run_abandoned(NULL, 0) == NULL);
}

static bool is_refused(picket_library *library, picket_command command, const char *why)
{
    return picket_library_add(library, &command) == PICKET_NOT_ALLOWED && strstr(picket_library_error(library), why);
}

static void check_declarations(picket_library *library)
{
    const picket_parameter twice[] = {{.name = "a"}, {.name = "a"}};
    const picket_parameter strange[] = {{.name = "a", .kind = (picket_kind)77}};
    const picket_parameter flagged[] = {{.name = "a", .flags = 64}};
    const picket_parameter empty[] = {{.name = "a", .kind = PICKET_INTEGER, .minimum = 2, .maximum = 1}};
    const picket_parameter nameless[] = {{.kind = PICKET_TEXT}};

    CHECK(is_refused(library, (picket_command){.name = "no name"}, "no name"));
    CHECK(is_refused(library, (picket_command){.name = "print"}, "print"));
    CHECK(is_refused(library, (picket_command){.name = "fetch"}, "fetch"));
    CHECK(is_refused(library, (picket_command){.name = "t", .parameters = twice, .parameter_count = 2}, "two"));
    CHECK(is_refused(library, (picket_command){.name = "t", .parameters = strange, .parameter_count = 1}, "kind"));
    CHECK(is_refused(library, (picket_command){.name = "t", .parameters = flagged, .parameter_count = 1}, "flag"));
    CHECK(is_refused(library, (picket_command){.name = "t", .parameters = empty, .parameter_count = 1}, "bounds"));
    CHECK(picket_library_add(library, NULL) == PICKET_NULL);
    CHECK(picket_library_add(library, &(picket_command){.name = NULL}) == PICKET_NULL);
    CHECK(picket_library_add(library, &(picket_command){.name = "t", .parameter_count = 1}) == PICKET_NULL);
    CHECK(picket_library_add(library, &(picket_command){.name = "t", .parameters = nameless, .parameter_count = 1}) ==
          PICKET_NULL);
    CHECK(picket_library_add(library, &(picket_command){.name = "t\xFF"}) == PICKET_NOT_UTF8);
    CHECK(picket_library_add_prelude(library, "p", NULL, 3) == PICKET_NULL);
    CHECK(picket_library_add_module(library, "p", "\xC3", 1) == PICKET_NOT_UTF8);
}

static void check_options(picket_options *options)
{
    CHECK(picket_options_set_limit(options, (picket_limit)99, 1) == PICKET_NOT_ALLOWED);
    CHECK(picket_options_set_limit(options, PICKET_LIMIT_STEPS, -1) == PICKET_NOT_ALLOWED);
    CHECK(picket_options_set_deadline(options, -5) == PICKET_NOT_ALLOWED);
    CHECK(picket_options_set_grace(options, -5) == PICKET_NOT_ALLOWED);
    CHECK(picket_options_set_json(options, "a", "{\"x\": ", PICKET_TO_NUL) == PICKET_NOT_JSON);
    CHECK(strstr(picket_options_error(options), "too early"));
    CHECK(picket_options_set_string(options, NULL, "a", 1) == PICKET_NULL);
    CHECK(picket_options_set_string(options, "a", "x", (size_t)-2) == PICKET_NOT_ALLOWED);
    CHECK(picket_options_set_clock(options, NULL) == PICKET_NULL);
    CHECK(picket_options_set_seed(options, 1) == PICKET_OK && *picket_options_error(options) == 0);
}

static void check_texts(picket_library *library)
{
    CHECK(picket_compile(library, NULL, "", 0, NULL) == NULL);
    CHECK(picket_compile(library, "x", NULL, 1, NULL) == NULL);

    picket_program *program = picket_compile(library, "bytes.picket", "print \"\xFF\"\n", PICKET_TO_NUL, NULL);
    const picket_problems *problems = picket_program_problems(program);
    CHECK(!picket_program_can_run(program) && picket_run_new(program, NULL) == NULL);
    CHECK(picket_problems_count(problems) == 1);
    CHECK(strcmp(picket_problem_code(problems, 0), "invalid-utf8") == 0);
    CHECK(picket_problem_line(problems, 0) == 1 && picket_problem_column(problems, 0) == 8);
    CHECK(picket_problem_code(problems, 1) == NULL);
    CHECK(picket_problem_code(problems, (size_t)-1) == NULL);
    CHECK(picket_problems_rendered(problems, (picket_style)9, NULL) == NULL);
    CHECK(strstr(picket_problems_rendered(problems, PICKET_PLAIN, NULL), "bytes.picket:1:8"));
    picket_program_free(program);

    program = picket_compile(library, "", "", 0, NULL);
    CHECK(picket_program_can_run(program));
    CHECK(*picket_problems_rendered(picket_program_problems(program), PICKET_JSON, NULL) == 0);
    picket_program_free(program);
}

static const char script[] = "param p\n"
                             "try { fetch 1 note=$p } catch e { print $e.code, $e.fields.n }\n"
                             "fetch 2\n";

static void check_order(const picket_program *program, const picket_options *options)
{
    int64_t integer;
    bool boolean;
    picket_run *run = picket_run_new(program, options);

    // Before the first step.
    CHECK(picket_run_resume_null(run, 0) == PICKET_NO_TICKET && picket_run_resume_null(run, 1) == PICKET_NO_TICKET);
    CHECK(picket_run_command(run) == NULL && picket_run_outcome(run) == PICKET_NO_OUTCOME);
    CHECK(picket_run_argument_integer(run, "n", &integer) == PICKET_NOT_NOW);

    // A command, and false answers to it, which leave it open.
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    const uint64_t first = picket_run_ticket(run);
    CHECK(picket_run_argument_integer(run, "n", NULL) == PICKET_NULL);
    CHECK(picket_run_argument_integer(run, NULL, &integer) == PICKET_NULL);
    CHECK(picket_run_argument_integer(run, "x", &integer) == PICKET_NO_NAME);
    CHECK(picket_run_argument_boolean(run, "n", &boolean) == PICKET_OTHER_TYPE);
    CHECK(picket_run_argument_string(run, "n", NULL) == NULL && picket_run_argument_string(run, "\xFF", NULL) == NULL);
    CHECK(picket_run_argument_name(run, 2) == NULL && picket_run_argument_name(run, (size_t)-1) == NULL);
    CHECK(picket_run_resume_json(run, first, "{", 1) == PICKET_NOT_JSON);
    CHECK(strstr(picket_run_error(run), "at byte 1"));
    CHECK(picket_run_resume_json(run, first, NULL, 1) == PICKET_NULL);
    CHECK(picket_run_resume_string(run, first, "\xC0\x80", 2) == PICKET_NOT_UTF8);
    CHECK(picket_run_resume_number(run, first, 1.0 / (picket_version() - picket_version())) == PICKET_NOT_ALLOWED);
    CHECK(picket_run_resume_duration(run, first, -1) == PICKET_NOT_ALLOWED);
    CHECK(picket_run_resume_response(run, first, 42, NULL, NULL, 0) == PICKET_NOT_ALLOWED);
    CHECK(picket_run_resume_failure(run, first, "Not A Code", "no", NULL) == PICKET_NOT_ALLOWED);
    CHECK(picket_run_resume_failure(run, first, "code", NULL, NULL) == PICKET_NULL);
    CHECK(picket_run_resume_failure(run, first, "code", "no", "[1]") == PICKET_NOT_ALLOWED);
    CHECK(picket_run_resume_null(run, first + 1) == PICKET_NO_TICKET);
    CHECK(picket_run_next(run) == PICKET_WAITING && picket_run_wait_time(run) == PICKET_NEVER);
    CHECK(picket_run_ticket(run) == 0 && picket_run_command(run) == NULL);
    CHECK(picket_run_next(run) == PICKET_WAITING);

    // The true answer, and another one.
    CHECK(picket_run_resume_failure(run, first, "quota-exceeded", "no room", "{\"n\": 3}") == PICKET_OK);
    CHECK(picket_run_resume_failure(run, first, "quota-exceeded", "no room", NULL) == PICKET_NO_TICKET);
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    CHECK(picket_run_output_count(run) == 1 && strcmp(picket_run_output(run, 0, NULL), "quota-exceeded 3") == 0);
    CHECK(picket_run_output(run, 1, NULL) == NULL);
    CHECK(picket_run_drop_output(run) == PICKET_OK && picket_run_output(run, 0, NULL) == NULL);
    const uint64_t second = picket_run_ticket(run);
    CHECK(picket_run_exit_status(run) == -1 && picket_run_problems(run) == NULL);
    CHECK(picket_run_globals_json(run, NULL) == NULL && picket_run_used(run, PICKET_USED_STEPS) == -1);
    CHECK(picket_run_interrupt(run, "\xFF") == PICKET_NOT_UTF8);

    // The end, with an open command.
    CHECK(picket_run_cut(run, "enough") == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_DONE && picket_run_next(run) == PICKET_DONE);
    CHECK(picket_run_resume_null(run, second) == PICKET_NO_TICKET);
    CHECK(picket_run_outcome(run) == PICKET_FAILURE);
    CHECK(picket_run_abandoned_count(run) == 1 && strcmp(picket_run_abandoned(run, 0), "fetch") == 0);
    CHECK(picket_run_abandoned(run, 1) == NULL);
    CHECK(picket_run_used(run, (picket_usage)9) == -1 && picket_run_used(run, PICKET_USED_COMMANDS) == 2);
    CHECK(strcmp(picket_problem_message(picket_run_problems(run), 0, NULL), "enough") == 0);
    CHECK(picket_run_global_json(run, NULL, NULL) == NULL && picket_run_global_json(run, "nothing", NULL) == NULL);
    CHECK(picket_run_interrupt(run, NULL) == PICKET_OK);
    picket_run_free(run);
}

// The texts of a call may be arguments of the next one.
static void check_own_texts(const picket_program *program, const picket_options *options)
{
    picket_run *run = picket_run_new(program, options);
    size_t length;
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    const char *note = picket_run_argument_string(run, "note", &length);
    CHECK(length == 3 && picket_run_argument_string(run, "note", NULL) == note);
    CHECK(picket_run_resume_string(run, picket_run_ticket(run), note, length) == PICKET_OK);
    CHECK(picket_run_next(run) == PICKET_COMMAND);
    picket_run_free(run);
}

// A parameter that the script does not have, and a run that is freed before its first step.
static void check_refusal(const picket_program *program)
{
    picket_options *options = picket_options_new();
    picket_options_set_string(options, "q", "x", 1);
    picket_run *run = picket_run_new(program, options);
    picket_options_free(options);
    CHECK(picket_run_next(run) == PICKET_DONE && picket_run_outcome(run) == PICKET_REFUSED);
    CHECK(picket_run_exit_status(run) == 2 && picket_problems_count(picket_run_problems(run)) > 0);
    picket_run_free(run);
    picket_run_free(picket_run_new(program, NULL));
}

int check_misuse(void)
{
    const picket_parameter parameters[] = {
        {.name = "n", .kind = PICKET_INTEGER, .flags = PICKET_REQUIRED | PICKET_POSITIONAL}, {.name = "note"}};
    const picket_command fetch = {.name = "fetch", .parameters = parameters, .parameter_count = 2};
    picket_library *library = picket_library_new();
    picket_options *options = picket_options_new();
    failures = 0;

    CHECK(picket_version() == PICKET_VERSION);
    CHECK(strlen(picket_status_text((picket_status)1000)) > 0);
    CHECK(picket_library_add(library, &fetch) == PICKET_OK);
    check_null_handles();
    check_declarations(library);
    check_options(options);
    check_texts(library);

    picket_program *program = picket_compile(library, "order.picket", script, sizeof script - 1, NULL);
    picket_library_free(library);
    CHECK(picket_program_can_run(program));
    CHECK(picket_program_parameter_count(program) == 1 && picket_program_parameter_is_required(program, 0));
    CHECK(picket_program_parameter(program, 1) == NULL);
    picket_options_set_string(options, "p", "abc", PICKET_TO_NUL);
    check_order(program, options);
    check_own_texts(program, options);
    check_refusal(program);
    picket_program_free(program);
    picket_options_free(options);
    return failures;
}
