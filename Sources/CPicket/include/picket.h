/*
 * picket.h: run scripts of the Picket language in a C or C++ program.
 *
 * A host declares commands in a library, compiles a script, and steps through a run of it:
 *
 *     picket_library *library = picket_library_new();
 *     const picket_parameter parameters[] = {{.name = "name", .flags = PICKET_REQUIRED | PICKET_POSITIONAL}};
 *     const picket_command greet = {.name = "greet", .parameters = parameters, .parameter_count = 1};
 *     picket_library_add(library, &greet);
 *     picket_program *program = picket_compile(library, "demo.picket", text, PICKET_TO_NUL, NULL);
 *     picket_run *run = picket_run_new(program, NULL);
 *     for (;;) {
 *         switch (picket_run_next(run)) {
 *         case PICKET_COMMAND: begin the work of picket_run_command(run), and keep picket_run_ticket(run); break;
 *         case PICKET_CANCEL: stop the work of picket_run_ticket(run); break;
 *         case PICKET_WAITING: wait for work, or until picket_run_wait_time(run); break;
 *         case PICKET_YIELDED: serve others; break;
 *         default: look at the result; picket_run_free(run); return;
 *         }
 *     }
 *
 * and answers, when the work of a command has ended, with picket_run_resume_string(run, ticket, ...) or another of its
 * family. The library starts no thread and never waits, so that any event loop fits. It calls nothing of the host but the
 * functions that a host gives it for what answers at once: functions in expressions, data files and limits.
 *
 * Rules, the same for every function:
 *
 *  - Handles. Each `..._new` and `picket_compile` returns a handle that the host frees with its `..._free`. A handle
 *    keeps what it was made of: a library may be freed when its programs are compiled, and a program while it runs.
 *    Freeing NULL does nothing.
 *  - Texts. A text that a function returns belongs to the handle that was asked. It lives until the next call with that
 *    handle which is not const, or until the handle is freed. It is UTF-8 and ends with a zero byte, which its length
 *    does not count. A script's text may hold a zero byte itself; ask for the length where this matters. The argument
 *    `length` of a function that returns a text may be NULL.
 *  - Arguments. A text that a host passes is copied before the function returns. It must be UTF-8. A length of
 *    PICKET_TO_NUL means that a zero byte ends it.
 *  - Threads. Any number of threads may call functions whose handle is const. For the other functions a thread must
 *    have the handle to itself. Different handles have nothing in common: the library has no global state.
 *  - Bad use. NULL in place of a handle, a wrong order, a ticket that is not open or an index beyond the end never
 *    ends the process. A function that returns a picket_status says what was wrong; any other returns 0, NULL or the
 *    value that its description names.
 *  - Times are nanoseconds on CLOCK_MONOTONIC, as timerfd_settime takes them with TFD_TIMER_ABSTIME.
 */
#ifndef PICKET_H
#define PICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. It grows by one when something is added. What is there keeps its meaning. */
#define PICKET_VERSION 2

/* The version of the library that the program was linked with. It is at least the PICKET_VERSION it needs. */
int picket_version(void);

/* As a length: a zero byte ends the text. */
#define PICKET_TO_NUL ((size_t)-1)

/* As a time: never. As a duration: without limit. */
#define PICKET_NEVER INT64_MAX

/* What became of a call. */
typedef enum picket_status {
    PICKET_OK = 0,
    /* A handle or another pointer that must not be NULL is NULL. */
    PICKET_NULL = 1,
    /* The call has no meaning now: a result before the end, an argument without a command. */
    PICKET_NOT_NOW = 2,
    /* No command with this ticket waits for an answer. */
    PICKET_NO_TICKET = 3,
    /* There is nothing of this name. */
    PICKET_NO_NAME = 4,
    /* The value is of another type. */
    PICKET_OTHER_TYPE = 5,
    /* A text is not UTF-8. */
    PICKET_NOT_UTF8 = 6,
    /* A text is not JSON. */
    PICKET_NOT_JSON = 7,
    /* A name or a value is not allowed; the handle's `..._error` says why. */
    PICKET_NOT_ALLOWED = 8
} picket_status;

/* A sentence about a status, in lower case. It lives as long as the process. */
const char *picket_status_text(picket_status status);

/* ---- Library: what scripts may use ---- */

typedef struct picket_library picket_library;

/* The values that a parameter accepts. */
typedef enum picket_kind {
    PICKET_TEXT = 0,
    PICKET_INTEGER = 1,
    PICKET_BOOLEAN = 2,
    PICKET_DURATION = 3,
    /* A text `key=value,key=value`, or a map; it arrives as the script gave it. */
    PICKET_TAGS = 4,
    /* Any value of the language. */
    PICKET_ANY = 5
} picket_kind;

/* Flags of a parameter. */
enum {
    PICKET_REQUIRED = 1,
    /* The argument is written without its name. Required positional parameters come first. */
    PICKET_POSITIONAL = 2,
    /* The value is hidden in output, problems and rendered text. */
    PICKET_SECRET = 4
};

/* A parameter of a command. What is left zero has its default. */
typedef struct picket_parameter {
    const char *name;
    picket_kind kind;
    /* PICKET_REQUIRED and others, combined by `|`. */
    unsigned flags;
    /* Bounds of an integer, both included; both zero for none. */
    int64_t minimum, maximum;
    /* One line about it, for help; may be NULL. */
    const char *summary;
} picket_parameter;

/* A command that the host executes. What is left zero has its default. */
typedef struct picket_command {
    const char *name;
    /* One line about it, for help; may be NULL. */
    const char *summary;
    const picket_parameter *parameters;
    size_t parameter_count;
    /* Names of fields in its answers whose values are secret; may be NULL. */
    const char *const *secret_fields;
    size_t secret_field_count;
} picket_command;

/* Returns an empty library. */
picket_library *picket_library_new(void);
void picket_library_free(picket_library *library);

/*
 * Declares a command. PICKET_NOT_ALLOWED if a script could not write one of the names, if the name is taken, or if the
 * parameters do not fit together; picket_library_error says why.
 */
picket_status picket_library_add(picket_library *library, const picket_command *command);

/* A function of the host in an expression, or the reading of a data file, while it is called. */
typedef struct picket_call picket_call;

/*
 * Answers a call, by picket_call_answer_json or another of its family, before it returns; null if it calls none. It runs
 * on the thread that steps the run, several at once if several threads step runs, and must not use the handle of the run.
 */
typedef void (*picket_function_body)(void *context, picket_call *call);

/* A function that scripts call in expressions. Added in version 2. */
typedef struct picket_function {
    const char *name;
    /* One line about it, for help; may be NULL. */
    const char *summary;
    /* The parameters in order; of each only the name and PICKET_REQUIRED count. */
    const picket_parameter *parameters;
    size_t parameter_count;
    picket_function_body body;
    /* Passed to the body; may be NULL. It must live as long as the library and all that was made of it. */
    void *context;
} picket_function;

/* Adds a function. PICKET_NOT_ALLOWED as picket_library_add. */
picket_status picket_library_add_function(picket_library *library, const picket_function *function);

/* The function of the language that reads a data file. */
typedef enum picket_file_kind {
    PICKET_CSV_FILE = 0,
    PICKET_JSON_FILE = 1,
    PICKET_YAML_FILE = 2,
    PICKET_LINES_FILE = 3
} picket_file_kind;

/* A data file that a script reads. */
typedef struct picket_file {
    /* The path as the script computed it; the host decides what it means. */
    const char *path;
    size_t path_length;
    picket_file_kind kind;
    /* Of a csv file: what is between cells, and whether cells that look like numbers become numbers. */
    char separator;
    bool has_types;
} picket_file;

/* Answers with the value of a file, or fails, as a picket_function_body does. */
typedef void (*picket_file_reader)(void *context, const picket_file *file, picket_call *call);

/* Lets scripts read data files. Without it `csv`, `json`, `yaml` and `lines` fail. A reader of NULL takes it back. */
picket_status picket_library_set_files(picket_library *library, picket_file_reader reader, void *context);

/* Adds a text that is checked and run before each script, which sees its names. `name` is for problems. */
picket_status picket_library_add_prelude(picket_library *library, const char *name, const char *text, size_t length);

/* Adds a text that `include` finds by its path. A second text of the same path replaces the first. */
picket_status picket_library_add_module(picket_library *library, const char *path, const char *text, size_t length);

/* Why the last call with this handle that did not return PICKET_OK did not; an empty text if there is none. */
const char *picket_library_error(const picket_library *library);

/* ---- Problems of a script or of a run, as values ---- */

/* Belongs to the program or run that returned it. */
typedef struct picket_problems picket_problems;

typedef enum picket_severity {
    /* There is no problem at this index. */
    PICKET_NO_PROBLEM = 0,
    PICKET_WARNING = 1,
    PICKET_ERROR = 2
} picket_severity;

typedef enum picket_style {
    /* Lines for people. */
    PICKET_PLAIN = 0,
    /* Lines for people, with the colours of a terminal. */
    PICKET_COLORED = 1,
    /* One line of JSON for each problem. */
    PICKET_JSON = 2
} picket_style;

size_t picket_problems_count(const picket_problems *problems);
picket_severity picket_problem_severity(const picket_problems *problems, size_t index);
/* The kind of the problem, such as "unknown-command". Compare this, and show the message. */
const char *picket_problem_code(const picket_problems *problems, size_t index);
/* One sentence in lower case, with secrets hidden. */
const char *picket_problem_message(const picket_problems *problems, size_t index, size_t *length);
/* What the author of the script can do; NULL if the message already says it. */
const char *picket_problem_help(const picket_problems *problems, size_t index, size_t *length);
/* The name of the text with the problem; NULL if it has no place. */
const char *picket_problem_file(const picket_problems *problems, size_t index);
/* The place in that text, counted from 1; 0 if it has none. A column counts Unicode scalars. */
int64_t picket_problem_line(const picket_problems *problems, size_t index);
int64_t picket_problem_column(const picket_problems *problems, size_t index);
/* All problems as text, with their places in the script and with secrets hidden; empty for none. */
const char *picket_problems_rendered(const picket_problems *problems, picket_style style, size_t *length);

/* ---- Clock: only for tests ---- */

typedef struct picket_clock picket_clock;

/* Returns a clock that stands still at a time on CLOCK_MONOTONIC's scale, and at milliseconds since 1970. */
picket_clock *picket_clock_new(int64_t nanoseconds, int64_t milliseconds_since_1970);
void picket_clock_free(picket_clock *clock);
/* Moves both times of the clock forward. PICKET_NOT_ALLOWED for a negative duration. */
picket_status picket_clock_advance(picket_clock *clock, int64_t nanoseconds);

/* ---- Options of a compilation or a run ---- */

typedef struct picket_options picket_options;

typedef enum picket_limit {
    /* Rounds of loops, calls, and work that counts as such, in portions of 1,024: a lower limit is as good as 1,024. */
    PICKET_LIMIT_STEPS = 0,
    /* Nesting of calls. */
    PICKET_LIMIT_DEPTH = 1,
    /* Bytes of all values. */
    PICKET_LIMIT_MEMORY = 2,
    /* Bytes of the script with its included texts. */
    PICKET_LIMIT_SOURCE = 3,
    /* Bytes and lines that the script prints. */
    PICKET_LIMIT_OUTPUT_BYTES = 4,
    PICKET_LIMIT_OUTPUT_LINES = 5,
    /* Failures that are recorded while the run goes on. */
    PICKET_LIMIT_RECORDED = 6,
    /* Events, whether the host asks for them or not. */
    PICKET_LIMIT_EVENTS = 7,
    /* The deadline, as a limit that a run reached; picket_options_set_deadline sets it. */
    PICKET_LIMIT_DEADLINE = 8
} picket_limit;

/* What a run had used when it reached a limit. */
typedef struct picket_limit_reached {
    picket_limit limit;
    int64_t steps, peak_bytes, commands, nanoseconds;
} picket_limit_reached;

/*
 * Returns by how much a limit grows: steps, bytes, lines, failures or events, and nanoseconds for the deadline. The run
 * ends at 0. It is called on the thread that steps the run, and must not use the handle of the run.
 */
typedef int64_t (*picket_limit_body)(void *context, const picket_limit_reached *reached);

/* The events that a run keeps for its host, combined by `|`. */
enum {
    /* Printed lines. */
    PICKET_EVENT_OUTPUT = 1,
    /* The beginnings and ends of steps, of tests and of commands. */
    PICKET_EVENT_STEPS = 2,
    PICKET_EVENT_TESTS = 4,
    PICKET_EVENT_COMMANDS = 8,
    /* Expectations that held. */
    PICKET_EVENT_EXPECTATIONS = 16,
    /* Recorded failures, and attempts that failed. */
    PICKET_EVENT_FAILURES = 32
};

/* Returns the default options, whose limits stop an endless script after some seconds. */
picket_options *picket_options_new(void);
void picket_options_free(picket_options *options);

/* Sets a limit. PICKET_NEVER means none. */
picket_status picket_options_set_limit(picket_options *options, picket_limit limit, int64_t value);
/* Sets how long a run may take, in nanoseconds. PICKET_NEVER, the default, means without limit. */
picket_status picket_options_set_deadline(picket_options *options, int64_t nanoseconds);
/* Sets how long deferred blocks and open commands may take after the run was ended; 30 seconds by default. */
picket_status picket_options_set_grace(picket_options *options, int64_t nanoseconds);
/*
 * Gives a `param` of the script a text. A run refuses a name that the script does not have. PICKET_NOT_ALLOWED if no script
 * could have it.
 */
picket_status picket_options_set_string(picket_options *options, const char *name, const char *text, size_t length);
/* Gives a `param` of the script a value in JSON. */
picket_status picket_options_set_json(picket_options *options, const char *name, const char *json, size_t length);
/* Sets a variable for `env(name)`. A script sees only these variables. */
picket_status picket_options_set_variable(
    picket_options *options, const char *name, const char *text, size_t length, bool is_secret);
/* Hides a text wherever it appears in what a run shows. */
picket_status picket_options_add_secret(picket_options *options, const char *text, size_t length);
/* Makes random numbers repeatable. */
picket_status picket_options_set_seed(picket_options *options, uint64_t seed);
/* Whether a failure is recorded, and the next round of the loop around it follows. */
picket_status picket_options_set_continues_on_error(picket_options *options, bool continues);
/* Called when a run reaches a limit; NULL to end it. The context is passed on, and must live as long as each run. */
picket_status picket_options_set_on_limit(picket_options *options, picket_limit_body body, void *context);
/* Keeps the events of these kinds for picket_run_event; 0, the default, for none. */
picket_status picket_options_set_events(picket_options *options, unsigned kinds);
/* Replaces the clock of the system. The clock may be freed before the run. */
picket_status picket_options_set_clock(picket_options *options, const picket_clock *clock);
/* As picket_library_error. */
const char *picket_options_error(const picket_options *options);

/* ---- Program: a script that was checked and compiled ---- */

typedef struct picket_program picket_program;

/*
 * Checks a script and compiles it. Of the options, which may be NULL, the limit of the source and the deadline apply.
 * The result is a program in any case, if no argument is NULL; picket_program_can_run tells whether it can run.
 */
picket_program *picket_compile(
    const picket_library *library, const char *name, const char *text, size_t length, const picket_options *options);
void picket_program_free(picket_program *program);

/* Whether the script has no errors. It may have warnings. */
bool picket_program_can_run(const picket_program *program);
/* The errors and warnings of the script. */
const picket_problems *picket_program_problems(const picket_program *program);
/* The `param`s of the script, in order. */
size_t picket_program_parameter_count(const picket_program *program);
const char *picket_program_parameter(const picket_program *program, size_t index);
bool picket_program_parameter_is_required(const picket_program *program, size_t index);

/* ---- Run ---- */

typedef struct picket_run picket_run;

/* What the host does next. */
typedef enum picket_step {
    /* The handle is NULL. */
    PICKET_NO_RUN = 0,
    /* Execute a command, now or later, and answer with its ticket. Several may be open at once. Ask for the next step. */
    PICKET_COMMAND = 1,
    /* Nobody needs the result of a command any more: stop its work and answer soon. Ask for the next step. */
    PICKET_CANCEL = 2,
    /* Wait for an answer to an open command or until picket_run_wait_time. Then ask for the next step. */
    PICKET_WAITING = 3,
    /* The script computes. Let others work, and ask for the next step. */
    PICKET_YIELDED = 4,
    /* The run is over. Every later step is this one. */
    PICKET_DONE = 5
} picket_step;

/* Prepares a run. Options may be NULL, and may be freed or changed afterwards. NULL if the program cannot run. */
picket_run *picket_run_new(const picket_program *program, const picket_options *options);
/* Ends a run at any time. Without an end of its own its deferred blocks do not run; see picket_run_interrupt. */
void picket_run_free(picket_run *run);

/* Runs until the host is needed. */
picket_step picket_run_next(picket_run *run);

/* The ticket of the last step, PICKET_COMMAND or PICKET_CANCEL; 0 after any other step. */
uint64_t picket_run_ticket(const picket_run *run);
/* After PICKET_WAITING: when to ask again at the latest. PICKET_NEVER if only an answer matters; 0 after other steps. */
int64_t picket_run_wait_time(const picket_run *run);

/*
 * Ends the run from any thread: the script stops, no `catch` sees it, and its deferred blocks run within the grace. The
 * run still has to be stepped to its end: after the call, wake the thread that waits for it. `reason` is the message of
 * the failure; NULL for a general one. The run must not be freed during the call.
 */
picket_status picket_run_interrupt(const picket_run *run, const char *reason);
/* The same without deferred blocks, also after picket_run_interrupt. */
picket_status picket_run_cut(const picket_run *run, const char *reason);

/* ---- The command of the last step, after PICKET_COMMAND ---- */

typedef enum picket_type {
    /* There is no such argument. */
    PICKET_TYPE_NONE = 0,
    PICKET_TYPE_NULL = 1,
    PICKET_TYPE_BOOLEAN = 2,
    PICKET_TYPE_INTEGER = 3,
    PICKET_TYPE_NUMBER = 4,
    PICKET_TYPE_DURATION = 5,
    PICKET_TYPE_STRING = 6,
    PICKET_TYPE_LIST = 7,
    PICKET_TYPE_MAP = 8,
    /* Read it as JSON. */
    PICKET_TYPE_OTHER = 9
} picket_type;

/* The name as declared; NULL if the last step is no command. */
const char *picket_run_command(const picket_run *run);
/* The arguments that the script gave, in the order of the parameters. */
size_t picket_run_argument_count(const picket_run *run);
const char *picket_run_argument_name(const picket_run *run, size_t index);
/* The type of an argument's value; that of the value inside if it is secret. */
picket_type picket_run_argument_type(const picket_run *run, const char *name);
bool picket_run_argument_is_secret(const picket_run *run, const char *name);
/* The value as it is, also of a secret. NULL or PICKET_OTHER_TYPE if the type is another one. */
const char *picket_run_argument_string(const picket_run *run, const char *name, size_t *length);
picket_status picket_run_argument_integer(const picket_run *run, const char *name, int64_t *value);
picket_status picket_run_argument_boolean(const picket_run *run, const char *name, bool *value);
/* A number with a fraction, or an integer. */
picket_status picket_run_argument_number(const picket_run *run, const char *name, double *value);
/* Nanoseconds. */
picket_status picket_run_argument_duration(const picket_run *run, const char *name, int64_t *value);
/* The value in JSON, also of a secret; NULL if there is no such argument. A duration is its text, such as "5s". */
const char *picket_run_argument_json(const picket_run *run, const char *name, size_t *length);
/* All arguments as one object in JSON, with secrets; NULL if the last step is no command. */
const char *picket_run_arguments_json(const picket_run *run, size_t *length);

/*
 * ---- Answers ----
 *
 * Each function answers the command of a ticket. PICKET_NO_TICKET if it has been answered, was never asked, or if the
 * run is over. An answer that comes after a cancellation is taken and has no effect. If a function does not return
 * PICKET_OK, the command is still open, and picket_run_error says more.
 */
picket_status picket_run_resume_null(picket_run *run, uint64_t ticket);
picket_status picket_run_resume_boolean(picket_run *run, uint64_t ticket, bool value);
picket_status picket_run_resume_integer(picket_run *run, uint64_t ticket, int64_t value);
picket_status picket_run_resume_number(picket_run *run, uint64_t ticket, double value);
picket_status picket_run_resume_duration(picket_run *run, uint64_t ticket, int64_t nanoseconds);
picket_status picket_run_resume_string(picket_run *run, uint64_t ticket, const char *text, size_t length);
picket_status picket_run_resume_json(picket_run *run, uint64_t ticket, const char *json, size_t length);
/*
 * Answers as an HTTP server does: with a status, the type of the body and its bytes. The script reads `$last.status` and
 * `$last.body`; JSON is parsed. `type` and `body` may be NULL.
 */
picket_status picket_run_resume_response(
    picket_run *run, uint64_t ticket, int status, const char *type, const char *body, size_t length);
/*
 * Fails the command. A script that catches it as `e` sees `$e.code`, `$e.message` and `$e.fields`. `code` is in
 * kebab-case, such as "quota-exceeded"; NULL for "command-failed". `fields_json` is an object in JSON; NULL for none.
 */
picket_status picket_run_resume_failure(
    picket_run *run, uint64_t ticket, const char *code, const char *message, const char *fields_json);
/* As picket_library_error. */
const char *picket_run_error(const picket_run *run);

/* ---- Output, at any time ---- */

/* The lines that the script has printed so far, without those that were dropped. Secrets are hidden in them. */
size_t picket_run_output_count(const picket_run *run);
const char *picket_run_output(const picket_run *run, size_t index, size_t *length);
/* Drops these lines, so that a long run does not keep them. */
picket_status picket_run_drop_output(picket_run *run);

/* ---- Events, at any time; see picket_options_set_events ---- */

/*
 * The events so far, without those that were dropped, in the order of the script. Each is an object in JSON with secrets
 * hidden. It has a "type" and "nanoseconds" since the run began, and by type:
 *
 *     output           text
 *     step-started     name, file, line, column                  step-ended   name, failed
 *     test-started     name, tags, file, line, column            test-ended   name, state (passed, failed, skipped),
 *     command-started  name, file, line, column                               reason, or code, message and place
 *     command-ended    name, file, line, column, status if the answer has one, duration (nanoseconds), succeeded
 *     held             file, line, column
 *     failure, attempt code, message, file, line, column
 */
size_t picket_run_event_count(const picket_run *run);
const char *picket_run_event(const picket_run *run, size_t index, size_t *length);
/* Drops these events, so that a long run does not keep them. */
picket_status picket_run_drop_events(picket_run *run);

/* ---- A call of a function, or the reading of a file, inside the body that answers it ---- */

/* The arguments by the position of their parameter. One that the script omitted has the type PICKET_TYPE_NONE. */
size_t picket_call_argument_count(const picket_call *call);
/* The type of the value; that of the value inside if it is secret. */
picket_type picket_call_argument_type(const picket_call *call, size_t index);
bool picket_call_argument_is_secret(const picket_call *call, size_t index);
/* The value as it is, also of a secret. A text lives until the body returns. What is computed from a secret is secret. */
const char *picket_call_argument_string(const picket_call *call, size_t index, size_t *length);
picket_status picket_call_argument_integer(const picket_call *call, size_t index, int64_t *value);
picket_status picket_call_argument_boolean(const picket_call *call, size_t index, bool *value);
picket_status picket_call_argument_number(const picket_call *call, size_t index, double *value);
picket_status picket_call_argument_duration(const picket_call *call, size_t index, int64_t *nanoseconds);
const char *picket_call_argument_json(const picket_call *call, size_t index, size_t *length);

/* Answers the call. The last answer counts. If a function does not return PICKET_OK, it changed nothing. */
picket_status picket_call_answer_null(picket_call *call);
picket_status picket_call_answer_boolean(picket_call *call, bool value);
picket_status picket_call_answer_integer(picket_call *call, int64_t value);
picket_status picket_call_answer_number(picket_call *call, double value);
picket_status picket_call_answer_duration(picket_call *call, int64_t nanoseconds);
picket_status picket_call_answer_string(picket_call *call, const char *text, size_t length);
picket_status picket_call_answer_json(picket_call *call, const char *json, size_t length);
/* Fails the call, as picket_run_resume_failure does. */
picket_status picket_call_fail(picket_call *call, const char *code, const char *message, const char *fields_json);
/*
 * Fails the reading of a file, at a line of it that is counted from 1; 0 if the problem concerns the whole file.
 * PICKET_NOT_NOW in the body of a function, which fails by picket_call_fail.
 */
picket_status picket_call_fail_at(picket_call *call, const char *message, int64_t line);
/* As picket_library_error. */
const char *picket_call_error(const picket_call *call);

/* ---- Result, after PICKET_DONE ---- */

typedef enum picket_outcome {
    /* The run is not over. */
    PICKET_NO_OUTCOME = 0,
    /* The script came to its end. Failures may have been recorded; see the exit status. */
    PICKET_SUCCESS = 1,
    /* Nothing ran: a parameter does not exist. */
    PICKET_REFUSED = 2,
    /* `exit` ended it. */
    PICKET_EXIT = 3,
    /* A failure, a limit, the deadline or an interruption ended it. */
    PICKET_FAILURE = 4
} picket_outcome;

typedef enum picket_usage {
    PICKET_USED_STEPS = 0,
    PICKET_USED_PEAK_BYTES = 1,
    PICKET_USED_COMMANDS = 2,
    PICKET_USED_NANOSECONDS = 3
} picket_usage;

picket_outcome picket_run_outcome(const picket_run *run);
/* The exit status as on the command line: 0 for success without recorded failures; -1 before the end. */
int picket_run_exit_status(const picket_run *run);
/* The recorded failures in order, then what ended the run; NULL before the end. */
const picket_problems *picket_run_problems(const picket_run *run);
/* What the run has used; -1 before the end. */
int64_t picket_run_used(const picket_run *run, picket_usage usage);
/* The values of top-level names as one object in JSON, with secrets hidden; NULL before the end. */
const char *picket_run_globals_json(const picket_run *run, size_t *length);
/* The value of one top-level name in JSON, with secrets hidden; NULL if it has none, or before the end. */
const char *picket_run_global_json(const picket_run *run, const char *name, size_t *length);
/* The commands that had not been answered within the grace when the run ended. */
size_t picket_run_abandoned_count(const picket_run *run);
const char *picket_run_abandoned(const picket_run *run, size_t index);

#ifdef __cplusplus
}
#endif

#endif
