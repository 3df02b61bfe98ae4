// What the library calls in its host: functions in expressions, data files and limits; and the events that it keeps.
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "picket.h"

static bool has(const char *text, const char *part) { return text != NULL && strstr(text, part) != NULL; }

static bool equal(const char *text, const char *expected) { return text != NULL && strcmp(text, expected) == 0; }

// Runs a script without commands to its end.
static picket_run *finish(const picket_library *library, const picket_options *options, const char *text)
{
    picket_program *program = picket_compile(library, "hooks.picket", text, PICKET_TO_NUL, options);
    CHECK(picket_program_can_run(program));
    if (!picket_program_can_run(program)) {
        puts(picket_problems_rendered(picket_program_problems(program), PICKET_PLAIN, NULL));
    }
    picket_run *run = picket_run_new(program, options);
    picket_program_free(program);
    picket_step step;
    do {
        step = picket_run_next(run);
    } while (step == PICKET_YIELDED);
    CHECK(step == PICKET_DONE);
    return run;
}

/* ---- Functions ---- */

static void price(void *context, picket_call *call)
{
    int64_t *calls = context;
    ++*calls;
    double factor;
    CHECK(picket_call_argument_count(call) == 2 && picket_call_argument_type(call, 0) == PICKET_TYPE_STRING);
    if (picket_call_argument_number(call, 1, &factor) == PICKET_NO_NAME) {
        CHECK(picket_call_argument_type(call, 1) == PICKET_TYPE_NONE);
        factor = 1;
    }
    const char *item = picket_call_argument_string(call, 0, NULL);
    if (equal(item, "nuts")) {
        CHECK(picket_call_answer_number(call, 2.5 * factor) == PICKET_OK);
    } else {
        // A function has no lines.
        CHECK(picket_call_fail_at(call, "x", 5) == PICKET_NOT_NOW && has(picket_call_error(call), "no file"));
        CHECK(picket_call_fail(call, "No Code", "x", NULL) == PICKET_NOT_ALLOWED && has(picket_call_error(call), "kebab"));
        CHECK(picket_call_fail(call, "no-item", "there is no such item", "{\"known\":[\"nuts\"]}") == PICKET_OK);
    }
}

static void look(void *context, picket_call *call)
{
    (void)context;
    size_t length;
    int64_t integer = 0;
    bool boolean = false;
    CHECK(picket_call_argument_integer(call, 0, &integer) == PICKET_OTHER_TYPE);
    CHECK(picket_call_argument_integer(call, 7, &integer) == PICKET_NO_NAME);
    CHECK(picket_call_argument_boolean(call, 1, &boolean) == PICKET_OK && boolean);
    CHECK(picket_call_argument_duration(call, 2, &integer) == PICKET_OK && integer == 5000000000);
    CHECK(equal(picket_call_argument_json(call, 0, &length), "[1,{\"a\":null}]") && length == 14);
    CHECK(!picket_call_argument_is_secret(call, 2) && picket_call_argument_is_secret(call, 3));
    CHECK(equal(picket_call_argument_string(call, 3, NULL), "correct horse"));
    CHECK(picket_call_argument_json(call, 7, &length) == NULL && length == 0);
    CHECK(picket_call_answer_json(call, "[", PICKET_TO_NUL) == PICKET_NOT_JSON);
    CHECK(picket_call_answer_duration(call, -1) == PICKET_NOT_ALLOWED);
    CHECK(picket_call_answer_boolean(call, true) == PICKET_OK && picket_call_answer_integer(call, 1) == PICKET_OK);
    CHECK(picket_call_answer_null(call) == PICKET_OK && picket_call_answer_duration(call, 7) == PICKET_OK);
    // The last answer counts.
    CHECK(picket_call_answer_string(call, "seen a\0b", 8) == PICKET_OK);
}

static void silent(void *context, picket_call *call) { (void)context, (void)call; }

// A refused answer changes nothing, so the call answers null.
static void misplaced(void *context, picket_call *call)
{
    (void)context;
    CHECK(picket_call_fail_at(call, "x", 0) == PICKET_NOT_NOW);
}

static picket_library *make_library(int64_t *calls)
{
    const picket_parameter of_price[] = {{.name = "item", .flags = PICKET_REQUIRED}, {.name = "factor"}};
    const picket_parameter of_look[] = {{.name = "a", .flags = PICKET_REQUIRED}, {.name = "b"}, {.name = "c"}, {.name = "d"}};
    const picket_function functions[] = {
        {.name = "price", .summary = "a price", .parameters = of_price, .parameter_count = 2, .body = price, .context = calls},
        {.name = "look", .parameters = of_look, .parameter_count = 4, .body = look},
        {.name = "silent", .body = silent},
        {.name = "misplaced", .body = misplaced},
    };
    picket_library *library = picket_library_new();
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        CHECK(picket_library_add_function(library, &functions[index]) == PICKET_OK);
    }
    const picket_function taken = {.name = "len", .body = silent};
    const picket_function nameless = {.body = silent};
    const picket_function bodiless = {.name = "nothing"};
    CHECK(picket_library_add_function(library, &taken) == PICKET_NOT_ALLOWED && has(picket_library_error(library), "len"));
    CHECK(picket_library_add_function(library, &nameless) == PICKET_NULL);
    CHECK(picket_library_add_function(library, &bodiless) == PICKET_NULL);
    CHECK(picket_library_add_function(library, NULL) == PICKET_NULL && picket_library_add_function(NULL, &taken) == PICKET_NULL);
    return library;
}

static void check_functions(void)
{
    int64_t calls = 0;
    picket_library *library = make_library(&calls);
    picket_options *options = picket_options_new();
    picket_options_set_variable(options, "KEY", "correct horse", PICKET_TO_NUL, true);
    picket_run *run = finish(
        library, options,
        "print price(nuts) + price(nuts, factor = 2), silent(), misplaced()\n"
        "try { print price(gold) } catch e { print $e.code, $e.fields.known }\n"
        "let list = [1, {a: null}]\n"
        "let seen = look($list, true, 5s, env(\"KEY\"))\n"
        "print len($seen), $seen\n");
    CHECK(picket_run_exit_status(run) == 0 && picket_run_output_count(run) == 3);
    CHECK(equal(picket_run_output(run, 0, NULL), "7.5 null null") && calls == 3);
    CHECK(equal(picket_run_output(run, 1, NULL), "no-item [nuts]") || has(picket_run_output(run, 1, NULL), "no-item"));
    // What is computed from a secret is secret.
    CHECK(has(picket_run_output(run, 2, NULL), "•••"));
    picket_run_free(run);
    picket_options_free(options);
    picket_library_free(library);
}

/* ---- Data files ---- */

static void read_file(void *context, const picket_file *file, picket_call *call)
{
    (void)context;
    CHECK(strlen(file->path) == file->path_length && picket_call_argument_count(call) == 0);
    if (equal(file->path, "broken")) {
        CHECK(picket_call_fail_at(call, "x", -1) == PICKET_NOT_ALLOWED);
        CHECK(picket_call_fail_at(call, "a quote is missing", 3) == PICKET_OK);
    } else if (equal(file->path, "absent")) {
        CHECK(picket_call_fail(call, NULL, "there is no such file", NULL) == PICKET_OK);
    } else if (file->kind == PICKET_CSV_FILE) {
        CHECK(file->separator == ';' && file->has_types);
        CHECK(picket_call_answer_json(call, "[{\"name\":\"ada\"}]", PICKET_TO_NUL) == PICKET_OK);
    } else {
        CHECK(picket_call_answer_integer(call, file->kind) == PICKET_OK);
    }
}

static void check_files(void)
{
    picket_library *library = picket_library_new();
    const char *text =
        "print csv(\"fleet\", separator = \";\", types = true)[0].name, json(x), yaml(x), lines(x)\n"
        "try { print lines(broken) } catch e { print $e.message }\n"
        "try { print lines(absent) } catch e { print $e.message }\n";
    CHECK(picket_library_set_files(library, read_file, NULL) == PICKET_OK);
    picket_run *run = finish(library, NULL, text);
    CHECK(equal(picket_run_output(run, 0, NULL), "ada 1 2 3"));
    CHECK(has(picket_run_output(run, 1, NULL), "line 3: a quote is missing"));
    CHECK(has(picket_run_output(run, 2, NULL), "there is no such file"));
    picket_run_free(run);
    // Without a reader a script has no files.
    CHECK(picket_library_set_files(library, NULL, NULL) == PICKET_OK && picket_library_set_files(NULL, read_file, NULL) == PICKET_NULL);
    run = finish(library, NULL, "print json(x)");
    CHECK(equal(picket_problem_code(picket_run_problems(run), 0), "no-files"));
    picket_run_free(run);
    picket_library_free(library);
}

/* ---- Limits ---- */

struct grants {
    int64_t left;
    picket_limit last;
    int64_t steps;
};

static int64_t grant(void *context, const picket_limit_reached *reached)
{
    struct grants *grants = context;
    grants->last = reached->limit;
    grants->steps = reached->steps;
    CHECK(reached->nanoseconds >= 0 && reached->commands == 0 && reached->peak_bytes >= 0);
    return grants->left-- > 0 ? 20000 : 0;
}

static void check_limits(void)
{
    picket_library *library = picket_library_new();
    picket_options *options = picket_options_new();
    struct grants grants = {.left = 2};
    CHECK(picket_options_set_on_limit(options, grant, &grants) == PICKET_OK && picket_options_set_on_limit(NULL, grant, NULL) == PICKET_NULL);
    CHECK(picket_options_set_limit(options, PICKET_LIMIT_STEPS, 20000) == PICKET_OK);
    picket_run *run = finish(library, options, "while true { }");
    CHECK(picket_run_exit_status(run) == 4 && grants.left == -1 && grants.last == PICKET_LIMIT_STEPS);
    CHECK(grants.steps >= 50000 && picket_run_used(run, PICKET_USED_STEPS) >= grants.steps);
    picket_run_free(run);
    // A clock that stands still is always at its deadline.
    picket_clock *clock = picket_clock_new(0, 0);
    grants.left = 1;
    picket_options_set_limit(options, PICKET_LIMIT_STEPS, 1000000);
    picket_options_set_clock(options, clock);
    picket_options_set_deadline(options, 0);
    run = finish(library, options, "print 1");
    CHECK(picket_run_exit_status(run) == 0 && grants.left == 0 && grants.last == PICKET_LIMIT_DEADLINE);
    picket_run_free(run);
    CHECK(picket_options_set_limit(options, PICKET_LIMIT_EVENTS, 3) == PICKET_OK);
    CHECK(picket_options_set_limit(options, PICKET_LIMIT_DEADLINE, 3) == PICKET_NOT_ALLOWED);
    CHECK(picket_options_set_on_limit(options, NULL, NULL) == PICKET_OK);
    picket_clock_free(clock);
    picket_options_free(options);
    picket_library_free(library);
}

/* ---- Events ---- */

static void check_events(void)
{
    picket_library *library = picket_library_new();
    picket_options *options = picket_options_new();
    CHECK(picket_options_set_events(options, 64) == PICKET_NOT_ALLOWED);
    picket_options_add_secret(options, "correct horse", PICKET_TO_NUL);
    const char *text =
        "step \"first\" { print \"it is correct horse\" }\n"
        "test t tags=[slow] { expect 1 == 1 }\n"
        "check \"correct horse\" == 2\n";
    picket_run *run = finish(library, options, text);
    CHECK(picket_run_event_count(run) == 0);
    picket_run_free(run);
    CHECK(picket_options_set_events(options, 63) == PICKET_OK);
    run = finish(library, options, text);
    const char *const expected[] = {
        "\"type\":\"step-started\",\"nanoseconds\":", "\"type\":\"output\"", "\"type\":\"step-ended\"",
        "\"type\":\"test-started\"", "\"type\":\"held\"", "\"type\":\"test-ended\"", "\"type\":\"failure\"",
    };
    CHECK(picket_run_event_count(run) == sizeof expected / sizeof *expected);
    for (size_t index = 0; index < picket_run_event_count(run); index++) {
        size_t length = 0;
        const char *event = picket_run_event(run, index, &length);
        CHECK(has(event, expected[index]) && strlen(event) == length && !has(event, "correct horse"));
        if (!has(event, expected[index])) { puts(event); }
    }
    CHECK(has(picket_run_event(run, 0, NULL), "\"name\":\"first\"") && has(picket_run_event(run, 0, NULL), "\"line\":1"));
    CHECK(has(picket_run_event(run, 3, NULL), "\"tags\":[\"slow\"]"));
    CHECK(has(picket_run_event(run, 5, NULL), "\"state\":\"passed\""));
    CHECK(picket_run_event(run, 99, NULL) == NULL && picket_run_event_count(NULL) == 0);
    CHECK(picket_run_drop_events(run) == PICKET_OK && picket_run_event_count(run) == 0 && picket_run_drop_events(NULL) == PICKET_NULL);
    picket_run_free(run);
    picket_options_free(options);
    picket_library_free(library);
}

static void check_nothing(void)
{
    int64_t integer;
    CHECK(picket_call_argument_count(NULL) == 0 && picket_call_argument_type(NULL, 0) == PICKET_TYPE_NONE);
    CHECK(picket_call_argument_string(NULL, 0, NULL) == NULL && picket_call_argument_json(NULL, 0, NULL) == NULL);
    CHECK(picket_call_argument_integer(NULL, 0, &integer) == PICKET_NULL && !picket_call_argument_is_secret(NULL, 0));
    CHECK(picket_call_answer_null(NULL) == PICKET_NULL && picket_call_fail(NULL, NULL, "x", NULL) == PICKET_NULL);
    CHECK(picket_call_fail_at(NULL, "x", 1) == PICKET_NULL && picket_call_error(NULL) == NULL);
}

int check_hooks(void)
{
    failures = 0;
    check_functions();
    check_files();
    check_limits();
    check_events();
    check_nothing();
    return failures;
}
