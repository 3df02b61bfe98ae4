"""Run scripts of the Picket language in a Python program.

A host declares commands, compiles a script once, and runs it as often as it likes:

    import picket

    library = picket.Library()

    @library.command()
    def greet(name: str) -> str:
        "Greets somebody."
        return f"hello, {name}"

    program = library.compile("greet world as greeting\\nprint $greeting.body")
    print(program.run().output)  # ['hello, world']

A script can only compute and execute these commands. Limits and deadlines stop one that does not end; `Interruption` ends
one from any thread. `Program.run` runs a script on the calling thread, `Program.run_async` in an event loop of asyncio,
where commands may be coroutines and several run at once in a parallel loop. `Library.function` gives scripts a function for
expressions, and `Library.files` reads their data files.

This file is all of the module. It needs Python 3.10 and the shared library that `scripts/build-c` makes: the file that
the variable PICKET_LIBRARY names, `libpicket.so.1` beside this file, or the one of the system.
"""

from __future__ import annotations

import asyncio
import collections
import ctypes
import enum
import inspect
import json
import math
import operator
import os
import threading
import time
import typing
import weakref
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, TypeVar

__all__ = [
    "Clock", "CommandError", "DataFile", "DataFileError", "DeclarationError", "EventKind", "Interruption", "Library", "LimitReached",
    "Limits", "Options", "Outcome", "PicketError", "Problem", "Program", "Range", "Response", "Result", "RunFailed",
    "ScriptRefused", "Secret", "Usage",
]

Body = TypeVar("Body", bound=Callable[..., object])
Told = TypeVar("Told")


# ---- Errors and values


class PicketError(Exception):
    """The base of the errors of this module."""


class DeclarationError(PicketError, ValueError):
    """A name or a value that the library does not accept, such as the name of a command that exists already."""


@dataclass(frozen=True)
class Problem:
    """A problem of a script or of a run. Compare the code, and show the message. Secrets are hidden."""

    severity: str
    code: str
    message: str
    help: Optional[str]
    file: Optional[str]
    line: int
    column: int


class ScriptRefused(PicketError):
    """A script has errors. As a text it is what an author needs: each problem with its place."""

    def __init__(self, problems: Sequence[Problem], rendered: str) -> None:
        super().__init__(rendered)
        self.problems = list(problems)
        self.rendered = rendered


class RunFailed(PicketError):
    """A run did not end with the exit status 0. As a text it is what an author needs."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.rendered or f"the script ended with the exit status {result.exit_status}")
        self.result = result

    @property
    def code(self) -> Optional[str]:
        """The kind of the last problem, such as `unexpected-status` or `deadline`; None after a mere `exit`."""
        return self.result.problems[-1].code if self.result.problems else None


class CommandError(Exception):
    """Raised by a command for the script, which may catch it and then sees `$e.code`, `$e.message` and `$e.fields`."""

    def __init__(self, code: str, message: str, fields: Optional[Mapping[str, object]] = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields


class DataFileError(Exception):
    """Raised by the reader of data files. The script sees the message, and the line of the file if there is one."""

    def __init__(self, message: str, line: Optional[int] = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True)
class DataFile:
    """A data file that a script reads: `kind` is `csv`, `json`, `yaml` or `lines`."""

    path: str
    kind: str
    #: Of a csv file: what is between cells.
    separator: str
    #: Of a csv file: whether cells that look like numbers become numbers.
    has_types: bool


@dataclass(frozen=True)
class Response:
    """The answer of a command in the form of HTTP: the script reads `$last.status` and `$last.body`."""

    status: int
    body: bytes = b""
    type: str = "application/json"


class Secret:
    """Marks a parameter that is never shown: `def login(user: str, password: Annotated[str, Secret()])`."""


@dataclass(frozen=True)
class Range:
    """The bounds of a parameter, both included: `port: Annotated[int, Range(1, 65535)]`. `Range(0, 0)` cannot be declared."""

    minimum: int
    maximum: int


class Outcome(enum.Enum):
    """How a run ended."""

    SUCCESS = 1
    REFUSED = 2
    EXIT = 3
    FAILURE = 4


@dataclass(frozen=True)
class Usage:
    """What a run has used. The time is in seconds."""

    steps: int
    peak_bytes: int
    commands: int
    seconds: float


@dataclass(frozen=True)
class LimitReached:
    """A limit that a run reached: `steps`, `memory`, `output_bytes`, `output_lines`, `recorded`, `events` or `deadline`."""

    limit: str
    usage: Usage


class EventKind(enum.IntFlag):
    """Kinds of events, for `Options(events=...)`."""

    OUTPUT = 1
    STEPS = 2
    TESTS = 4
    COMMANDS = 8
    EXPECTATIONS = 16
    FAILURES = 32
    ALL = 63


@dataclass(frozen=True)
class Result:
    """The result of a run."""

    outcome: Outcome
    exit_status: int
    #: The lines that the script printed; empty if `Options.on_print` got them.
    output: list[str]
    #: The recorded failures, then what ended the run.
    problems: list[Problem]
    #: The problems as text, with their places in the script.
    rendered: str
    usage: Usage
    #: The values of the script's top-level names. Secrets are hidden.
    globals: dict[str, Any]
    #: The commands that did not end within the grace.
    abandoned: list[str]
    #: What the bodies of commands and functions raised, besides `CommandError` and `DataFileError`, in order; and why
    #: a script could not get what a body returned or raised.
    errors: list[Exception]


@dataclass(frozen=True)
class Limits:
    """The limits of a script; None for the default, which stops an endless script after some seconds."""

    steps: Optional[int] = None
    depth: Optional[int] = None
    memory: Optional[int] = None
    source: Optional[int] = None
    output_bytes: Optional[int] = None
    output_lines: Optional[int] = None
    recorded: Optional[int] = None
    events: Optional[int] = None


class Interruption:
    """Ends runs from any thread: `Options(interruption=...)`. It ends runs that begin later, too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: set[_Run] = set()
        self._reason: Optional[str] = None

    def interrupt(self, reason: str = "the host ended the run") -> None:
        """Stops the scripts. No `catch` sees it, and their deferred blocks run within the grace."""
        with self._lock:
            self._reason = reason
            for run in self._runs:
                run.interrupt(reason)

    def _add(self, run: _Run) -> None:
        with self._lock:
            self._runs.add(run)
            if self._reason is not None:
                run.interrupt(self._reason)

    def _remove(self, run: _Run) -> None:
        with self._lock:
            self._runs.discard(run)


class Clock:
    """A clock that stands still until it is moved: `Options(clock=...)`. Only for tests, which then wait for no time."""

    def __init__(self, seconds_since_1970: float = 0.0) -> None:
        self.nanoseconds = 0
        self._handle: int = _c.picket_clock_new(0, _whole(int(seconds_since_1970 * 1_000), "the time of a clock"))
        weakref.finalize(self, _c.picket_clock_free, self._handle)
        self._runs: weakref.WeakSet[_Run] = weakref.WeakSet()

    def advance(self, seconds: float) -> None:
        """Moves the clock forward."""
        duration = _nanoseconds(seconds)
        _check(_c.picket_clock_advance(self._handle, duration), b"a clock never goes back")
        self.nanoseconds += duration
        for run in list(self._runs):
            run.wake()


@dataclass(frozen=True)
class Options:
    """How a script is compiled and run."""

    limits: Limits = field(default_factory=Limits)
    #: The longest time of a run, in seconds.
    deadline: Optional[float] = None
    #: How long deferred blocks and open commands may take after the end was asked for, in seconds.
    grace: float = 30.0
    #: The variables that `env(name)` sees.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: The same, but their values are never shown.
    secret_environment: Mapping[str, str] = field(default_factory=dict)
    #: Texts that are hidden wherever they appear.
    secrets: Sequence[str] = ()
    #: Makes random numbers repeatable.
    seed: Optional[int] = None
    #: Whether a failure is recorded, and the next round of the loop around it follows.
    continues_on_error: bool = False
    #: Gets each printed line, soon after it was printed. The result then has no output.
    on_print: Optional[Callable[[str], None]] = None
    #: Gets each event of the kinds in `events`, soon after it happened: a mapping with `type`, `nanoseconds` since the run began,
    #: and what else picket.h says. Secrets are hidden.
    on_event: Optional[Callable[[dict[str, Any]], None]] = None
    events: EventKind = EventKind.ALL
    #: Called when the run reaches a limit. Returns by how much the limit grows, for the deadline in seconds; 0 ends the run.
    on_limit: Optional[Callable[[LimitReached], float]] = None
    interruption: Optional[Interruption] = None
    #: Replaces the clock of the system, in tests.
    clock: Optional[Clock] = None


# ---- The library in C


class _Kind(enum.IntEnum):
    TEXT = 0
    INTEGER = 1
    BOOLEAN = 2
    DURATION = 3
    TAGS = 4
    ANY = 5


class _Step(enum.IntEnum):
    NO_RUN = 0
    COMMAND = 1
    CANCEL = 2
    WAITING = 3
    YIELDED = 4
    DONE = 5


_REQUIRED, _POSITIONAL, _SECRET = 1, 2, 4
_NEVER = (1 << 63) - 1
_VERSION = 2
_NO_TICKET = 3
_FILE_KINDS = ("csv", "json", "yaml", "lines")
_LIMITS = (
    "steps", "depth", "memory", "source", "output_bytes", "output_lines", "recorded", "events", "deadline")


class _Parameter(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p), ("kind", ctypes.c_int), ("flags", ctypes.c_uint), ("minimum", ctypes.c_int64),
        ("maximum", ctypes.c_int64), ("summary", ctypes.c_char_p),
    ]


class _Command(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p), ("summary", ctypes.c_char_p), ("parameters", ctypes.POINTER(_Parameter)),
        ("parameter_count", ctypes.c_size_t), ("secret_fields", ctypes.POINTER(ctypes.c_char_p)),
        ("secret_field_count", ctypes.c_size_t),
    ]


_FunctionBody = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class _Function(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p), ("summary", ctypes.c_char_p), ("parameters", ctypes.POINTER(_Parameter)),
        ("parameter_count", ctypes.c_size_t), ("body", _FunctionBody), ("context", ctypes.c_void_p),
    ]


class _File(ctypes.Structure):
    _fields_ = [
        ("path", ctypes.POINTER(ctypes.c_char)), ("path_length", ctypes.c_size_t), ("kind", ctypes.c_int),
        ("separator", ctypes.c_char), ("has_types", ctypes.c_bool),
    ]


class _LimitReached(ctypes.Structure):
    _fields_ = [
        ("limit", ctypes.c_int), ("steps", ctypes.c_int64), ("peak_bytes", ctypes.c_int64),
        ("commands", ctypes.c_int64), ("nanoseconds", ctypes.c_int64),
    ]


_FileReader = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_File), ctypes.c_void_p)
_LimitBody = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.POINTER(_LimitReached))


def _load() -> ctypes.CDLL:
    """Loads the shared library and declares the types of its functions."""
    beside = Path(__file__).with_name("libpicket.so.1")
    c = ctypes.CDLL(os.environ.get("PICKET_LIBRARY") or (str(beside) if beside.exists() else "libpicket.so.1"))
    h, text, size, i64, status = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int64, ctypes.c_int
    length, u64 = ctypes.POINTER(ctypes.c_size_t), ctypes.c_uint64
    # A text comes as its address, because it may hold zero bytes.
    address = ctypes.c_void_p
    types: dict[str, tuple[Any, list[Any]]] = {
        "version": (ctypes.c_int, []),
        "status_text": (text, [status]),
        "library_new": (h, []),
        "library_free": (None, [h]),
        "library_add": (status, [h, ctypes.POINTER(_Command)]),
        "library_add_function": (status, [h, ctypes.POINTER(_Function)]),
        "library_set_files": (status, [h, _FileReader, h]),
        "library_add_prelude": (status, [h, text, text, size]),
        "library_add_module": (status, [h, text, text, size]),
        "library_error": (text, [h]),
        "problems_count": (size, [h]),
        "problem_severity": (ctypes.c_int, [h, size]),
        "problem_code": (text, [h, size]),
        "problem_message": (address, [h, size, length]),
        "problem_help": (address, [h, size, length]),
        "problem_file": (text, [h, size]),
        "problem_line": (i64, [h, size]),
        "problem_column": (i64, [h, size]),
        "problems_rendered": (address, [h, ctypes.c_int, length]),
        "clock_new": (h, [i64, i64]),
        "clock_free": (None, [h]),
        "clock_advance": (status, [h, i64]),
        "options_new": (h, []),
        "options_free": (None, [h]),
        "options_set_limit": (status, [h, ctypes.c_int, i64]),
        "options_set_deadline": (status, [h, i64]),
        "options_set_grace": (status, [h, i64]),
        "options_set_json": (status, [h, text, text, size]),
        "options_set_variable": (status, [h, text, text, size, ctypes.c_bool]),
        "options_add_secret": (status, [h, text, size]),
        "options_set_seed": (status, [h, u64]),
        "options_set_continues_on_error": (status, [h, ctypes.c_bool]),
        "options_set_clock": (status, [h, h]),
        "options_set_on_limit": (status, [h, _LimitBody, h]),
        "options_set_events": (status, [h, ctypes.c_uint]),
        "options_error": (text, [h]),
        "compile": (h, [h, text, text, size, h]),
        "program_free": (None, [h]),
        "program_can_run": (ctypes.c_bool, [h]),
        "program_problems": (h, [h]),
        "program_parameter_count": (size, [h]),
        "program_parameter": (text, [h, size]),
        "run_new": (h, [h, h]),
        "run_free": (None, [h]),
        "run_next": (ctypes.c_int, [h]),
        "run_ticket": (u64, [h]),
        "run_wait_time": (i64, [h]),
        "run_interrupt": (status, [h, text]),
        "run_cut": (status, [h, text]),
        "run_command": (text, [h]),
        "run_argument_count": (size, [h]),
        "run_argument_name": (text, [h, size]),
        "run_argument_type": (ctypes.c_int, [h, text]),
        "run_argument_duration": (status, [h, text, ctypes.POINTER(i64)]),
        "run_argument_json": (address, [h, text, length]),
        "run_resume_duration": (status, [h, u64, i64]),
        "run_resume_json": (status, [h, u64, text, size]),
        "run_resume_response": (status, [h, u64, ctypes.c_int, text, text, size]),
        "run_resume_failure": (status, [h, u64, text, text, text]),
        "run_error": (text, [h]),
        "run_output_count": (size, [h]),
        "run_output": (address, [h, size, length]),
        "run_drop_output": (status, [h]),
        "run_event_count": (size, [h]),
        "run_event": (address, [h, size, length]),
        "run_drop_events": (status, [h]),
        "call_argument_count": (size, [h]),
        "call_argument_type": (ctypes.c_int, [h, size]),
        "call_argument_duration": (status, [h, size, ctypes.POINTER(i64)]),
        "call_argument_json": (address, [h, size, length]),
        "call_answer_duration": (status, [h, i64]),
        "call_answer_json": (status, [h, text, size]),
        "call_fail": (status, [h, text, text, text]),
        "call_fail_at": (status, [h, text, i64]),
        "call_error": (text, [h]),
        "run_outcome": (ctypes.c_int, [h]),
        "run_exit_status": (ctypes.c_int, [h]),
        "run_problems": (h, [h]),
        "run_used": (i64, [h, ctypes.c_int]),
        "run_globals_json": (address, [h, length]),
        "run_abandoned_count": (size, [h]),
        "run_abandoned": (text, [h, size]),
    }
    for name, (result, arguments) in types.items():
        function = getattr(c, f"picket_{name}")
        function.restype = result
        function.argtypes = arguments
    if c.picket_version() < _VERSION:
        raise ImportError(f"libpicket has version {c.picket_version()}, but this module needs {_VERSION}")
    return c


_c = _load()


def _text(function: Any, *arguments: object) -> Optional[str]:
    """Calls a function that returns a text and its length."""
    length = ctypes.c_size_t()
    address: Optional[int] = function(*arguments, ctypes.byref(length))
    return None if address is None else ctypes.string_at(address, length.value).decode()


def _plain(text: Optional[bytes]) -> Optional[str]:
    return None if text is None else text.decode()


def _check(status: int, error: Optional[bytes]) -> None:
    """Raises an error if a call was not accepted."""
    if status != 0:
        raise DeclarationError(_plain(error) or _c.picket_status_text(status).decode())


def _name(text: object, what: str) -> bytes:
    """A text that C reads up to a zero byte."""
    if not isinstance(text, str):
        raise TypeError(f"{what} is a str, not {type(text).__name__}")
    if "\0" in text:
        raise DeclarationError(f"{what} has no zero byte: {text!r}")
    return text.encode()


def _sentence(text: str) -> bytes:
    # A zero byte would end the text.
    return text.replace("\0", "\ufffd").encode(errors="replace")


def _described(error: BaseException) -> str:
    """The text of an error; the name of its type if it has none, or fails to make it."""
    try:
        return str(error) or type(error).__name__
    except Exception:
        return type(error).__name__


def _whole(value: Any, what: str, minimum: int = -1 << 63, maximum: int = _NEVER) -> int:
    """An integer that C can hold. ctypes would cut a larger one."""
    try:
        number: int = operator.index(value)
    except TypeError:
        raise TypeError(f"{what} is an int, not {type(value).__name__}") from None
    if not minimum <= number <= maximum:
        raise DeclarationError(f"{what} cannot be {number}")
    return number


def _clamped(number: float) -> int:
    """An integer that C can hold; -1 for all that is negative."""
    return int(min(max(number, -1), _NEVER))


def _duration(value: timedelta) -> int:
    """Nanoseconds."""
    nanoseconds = value // timedelta(microseconds=1) * 1_000
    if nanoseconds > _NEVER:
        raise DeclarationError(f"a duration is at most 292 years, not {value}")
    return _clamped(nanoseconds)


def _nanoseconds(seconds: float) -> int:
    if math.isnan(seconds):
        raise DeclarationError("a time in seconds is a number, not nan")
    return _clamped(seconds * 1e9)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_converted).encode()


def _converted(value: object) -> object:
    """What JSON does not know: a duration becomes its text, as in the language."""
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)}us"
    if inspect.iscoroutine(value):
        # Nobody is going to await it.
        value.close()
    raise TypeError(f"a script has no value for {type(value).__name__}")


def _problems(handle: Optional[int]) -> list[Problem]:
    severities = {1: "warning", 2: "error"}
    return [
        Problem(
            severities[_c.picket_problem_severity(handle, index)], _c.picket_problem_code(handle, index).decode(),
            _text(_c.picket_problem_message, handle, index) or "", _text(_c.picket_problem_help, handle, index),
            _plain(_c.picket_problem_file(handle, index)), _c.picket_problem_line(handle, index),
            _c.picket_problem_column(handle, index))
        for index in range(_c.picket_problems_count(handle))
    ]


def _rendered(problems: Optional[int]) -> str:
    return _text(_c.picket_problems_rendered, problems, 0) or ""


# ---- Library


class Library:
    """What scripts may use. A change does not affect programs that were compiled before."""

    def __init__(self) -> None:
        self._handle: int = _c.picket_library_new()
        weakref.finalize(self, _c.picket_library_free, self._handle)
        self._bodies: dict[str, Callable[..., object]] = {}
        # What C calls. Each program keeps them, too.
        self._callbacks: list[object] = []

    def command(
        self, name: Optional[str] = None, *, summary: Optional[str] = None, secret_fields: Sequence[str] = ()
    ) -> Callable[[Body], Body]:
        """Declares the decorated function, or coroutine function, as a command.

        The parameters of the function become those of the command. One that is keyword-only is written with its name in
        a script; one with a default may be missing. The annotation gives the kind: `str`, `int`, `bool`, `timedelta`;
        any value for others. `Annotated[..., Secret()]` hides a value, `Annotated[int, Range(1, 9)]` bounds it.

        The function returns what JSON can hold, a timedelta or a `Response`. It raises `CommandError` for the script; any
        other exception fails the command with its text.

        Args:
            name: the name in scripts; that of the function with `-` for `_` by default.
            summary: one line for help; the first line of the function's docstring by default.
            secret_fields: fields of the answer that are never shown.

        Raises:
            DeclarationError: if a script could not write one of the names, or if the name is taken.
        """

        def declare(body: Body) -> Body:
            called = name or getattr(body, "__name__", "").replace("_", "-")
            about = summary or (inspect.getdoc(body) or "").partition("\n")[0]
            parameters = list(_parameters(body))
            fields = [_name(field, "the name of a field") for field in secret_fields]
            command = _Command(
                _name(called, "the name of a command"), _sentence(about), (_Parameter * len(parameters))(*parameters), len(parameters),
                (ctypes.c_char_p * len(fields))(*fields), len(fields))
            _check(_c.picket_library_add(self._handle, ctypes.byref(command)), _c.picket_library_error(self._handle))
            self._bodies[called] = body
            return body

        return declare

    def function(self, name: Optional[str] = None, *, summary: Optional[str] = None) -> Callable[[Body], Body]:
        """Gives scripts the decorated function for expressions: `print price(nuts) * 3`.

        It answers at once, on the thread that runs the script: what waits belongs into a command. A parameter with a default
        may be missing. Values are those of JSON, and timedelta. It raises `CommandError` for the script; any other exception
        fails the call with its text, and is in `Result.errors`.

        Args:
            name: the name in scripts; that of the function by default.
            summary: one line for help; the first line of the function's docstring by default.

        Raises:
            DeclarationError: if a script could not write one of the names, or if the name is taken.
        """

        def declare(body: Body) -> Body:
            called = name or getattr(body, "__name__", "")
            about = summary or (inspect.getdoc(body) or "").partition("\n")[0]
            parameters = list(_parameters(body))
            names = [parameter.name.decode() for parameter in parameters]

            def answer(_: object, call: int) -> None:
                _answer_call(call, lambda: body(**_arguments(call, names)))

            callback = _FunctionBody(answer)
            function = _Function(
                _name(called, "the name of a function"), _sentence(about), (_Parameter * len(parameters))(*parameters),
                len(parameters), callback, None)
            status = _c.picket_library_add_function(self._handle, ctypes.byref(function))
            _check(status, _c.picket_library_error(self._handle))
            self._callbacks.append(callback)
            return body

        return declare

    def files(self, reader: Callable[[DataFile], object]) -> Callable[[DataFile], object]:
        """Lets the decorated function read data files: it returns the value of one, or raises `DataFileError`.

        Without a reader scripts have no files.
        """

        def answer(_: object, request: Any, call: int) -> None:
            def read() -> object:
                file = request.contents
                path = ctypes.string_at(file.path, file.path_length).decode()
                return reader(DataFile(path, _FILE_KINDS[file.kind], file.separator.decode(), file.has_types))

            _answer_call(call, read, is_file=True)

        callback = _FileReader(answer)
        _check(_c.picket_library_set_files(self._handle, callback, None), _c.picket_library_error(self._handle))
        self._callbacks.append(callback)
        return reader

    def add_prelude(self, name: str, text: str) -> None:
        """Adds a text that is checked and run before each script, which sees its names."""
        data = text.encode()
        status = _c.picket_library_add_prelude(self._handle, _name(name, "the name of a prelude"), data, len(data))
        _check(status, _c.picket_library_error(self._handle))

    def add_module(self, path: str, text: str) -> None:
        """Adds a text that `include` finds by its path."""
        data = text.encode()
        status = _c.picket_library_add_module(self._handle, _name(path, "the path of a module"), data, len(data))
        _check(status, _c.picket_library_error(self._handle))

    def compile(self, text: str, name: str = "script", options: Optional[Options] = None) -> Program:
        """Checks a script and compiles it.

        Args:
            name: the name of the script in problems.
            options: the limit of the source and the deadline apply.

        Raises:
            ScriptRefused: with all problems, if there are errors.
        """
        data = text.encode()
        settings = _Settings({}, options or Options())
        called = _name(name, "the name of a script")
        program = _c.picket_compile(self._handle, called, data, len(data), settings.handle)
        return Program(program, dict(self._bodies), tuple(self._callbacks))


# ---- What the library calls

# The run that this thread steps.
_stepping = threading.local()


def _arguments(call: int, names: Sequence[str]) -> dict[str, object]:
    """The arguments that a script gave."""
    given: dict[str, object] = {}
    for index, name in enumerate(names):
        duration = ctypes.c_int64()
        if _c.picket_call_argument_type(call, index) == 0:
            continue
        if _c.picket_call_argument_duration(call, index, ctypes.byref(duration)) == 0:
            given[name] = timedelta(microseconds=duration.value / 1_000)
        else:
            given[name] = json.loads(_text(_c.picket_call_argument_json, call, index) or "null")
    return given


def _answer_call(call: int, body: Callable[[], object], is_file: bool = False) -> None:
    """Answers a call by what a function of the host returns or raises. Nothing may be raised through C."""

    def accept(status: int) -> None:
        _check(status, _c.picket_call_error(call))

    def fail(code: Optional[bytes], message: bytes, fields: Optional[bytes]) -> None:
        accept(_c.picket_call_fail(call, code, message, fields))

    def fail_at(error: DataFileError) -> None:
        line = _whole(error.line or 0, "the line of an error")
        accept(_c.picket_call_fail_at(call, _sentence(str(error.message)), line))

    try:
        # The last answer counts: this one, if no other can be given.
        fail(None, b"the host's function failed", None)
        value = body()
        if isinstance(value, timedelta):
            accept(_c.picket_call_answer_duration(call, _duration(value)))
        else:
            data = _json(value)
            accept(_c.picket_call_answer_json(call, data, len(data)))
    except DataFileError as error:
        _refuse(error, fail, _note, (lambda: fail_at(error)) if is_file else None)
    except Exception as error:
        _refuse(error, fail, _note)
    except BaseException as error:
        _note(error)
        fail(None, _sentence(_described(error)), None)


def _note(error: BaseException) -> None:
    """Keeps what a function of the host raised inside C, for the run that called it."""
    run: Optional[_Run] = getattr(_stepping, "run", None)
    if run is not None:
        run.note(error)


def _refuse(
    error: Exception, fail: Callable[[Optional[bytes], bytes, Optional[bytes]], None], note: Callable[[Exception], None],
    tell: Optional[Callable[[], None]] = None,
) -> None:
    """Fails a command or a call by what its body raised, or because C cannot take what it returned.

    Args:
        fail: fails it with a code, a message and fields in JSON. It raises what C does not accept.
        note: keeps an error for the host.
        tell: fails it by an error that is meant for the script.
    """
    if isinstance(error, CommandError):
        tell = lambda: fail(*_parts(error))
    text = _described(error)
    try:
        if tell is not None:
            return tell()
        note(error)
    except Exception as reason:
        note(reason)
        text += f" ({_described(reason)})"
    fail(None, _sentence(text), None)


def _parts(error: CommandError) -> tuple[Optional[bytes], bytes, Optional[bytes]]:
    """The code, the message and the fields of an error for a script."""
    code = None if error.code is None else _name(error.code, "the code of an error")
    return code, _sentence(str(error.message)), None if error.fields is None else _json(error.fields)


def _parameters(body: Callable[..., object]) -> Iterator[_Parameter]:
    """The parameters of a function as those of a command."""
    hints = typing.get_type_hints(body, include_extras=True)
    kinds = {str: _Kind.TEXT, int: _Kind.INTEGER, bool: _Kind.BOOLEAN, timedelta: _Kind.DURATION}
    for parameter in inspect.signature(body).parameters.values():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise DeclarationError(f"`{parameter.name}` cannot be a parameter of a command: it has no name or many values")
        hint = hints.get(parameter.name, object)
        marks = list(typing.get_args(hint)[1:]) if typing.get_origin(hint) is typing.Annotated else []
        plain = typing.get_args(hint)[0] if marks else hint
        # `Optional[str]` is a text that may be missing.
        members = [member for member in typing.get_args(plain) if member is not type(None)]
        if len(members) == 1 and type(None) in typing.get_args(plain):
            plain = members[0]
        flags = _REQUIRED if parameter.default is parameter.empty else 0
        flags |= _POSITIONAL if parameter.kind is parameter.POSITIONAL_OR_KEYWORD else 0
        flags |= _SECRET if any(mark is Secret or isinstance(mark, Secret) for mark in marks) else 0
        minimum, maximum = 0, 0
        if bounds := next((mark for mark in marks if isinstance(mark, Range)), None):
            minimum, maximum = (_whole(bound, f"a bound of `{parameter.name}`") for bound in (bounds.minimum, bounds.maximum))
            if minimum == maximum == 0:
                raise DeclarationError(f"the bounds of `{parameter.name}` allow only 0, which cannot be declared")
        name = _name(parameter.name, "the name of a parameter")
        yield _Parameter(name, kinds.get(plain, _Kind.ANY), flags, minimum, maximum, None)


class _Settings:
    """Options in the form of the C library."""

    def __init__(self, parameters: Mapping[str, object], options: Options) -> None:
        self.handle: int = _c.picket_options_new()
        weakref.finalize(self, _c.picket_options_free, self.handle)
        for index, name in enumerate(_LIMITS):
            value: Optional[int] = getattr(options.limits, name, None)
            if value is not None:
                self._set("set_limit", index, _whole(value, f"the limit `{name}`"))
        if options.on_event:
            self._set("set_events", _whole(options.events, "the kinds of events", 0, (1 << 32) - 1))
        if on_limit := options.on_limit:
            self._on_limit = _LimitBody(lambda _, reached: _extension(on_limit, reached.contents))
            self._set("set_on_limit", self._on_limit, None)
        if options.deadline is not None:
            self._set("set_deadline", _nanoseconds(options.deadline))
        self._set("set_grace", _nanoseconds(options.grace))
        if options.seed is not None:
            self._set("set_seed", _whole(options.seed, "the seed", 0, (1 << 64) - 1))
        self._set("set_continues_on_error", options.continues_on_error)
        if options.clock is not None:
            self._set("set_clock", options.clock._handle)
        for variables, is_secret in ((options.environment, False), (options.secret_environment, True)):
            for name, text in variables.items():
                data = text.encode()
                self._set("set_variable", _name(name, "the name of a variable"), data, len(data), is_secret)
        for secret in options.secrets:
            data = secret.encode()
            self._set("add_secret", data, len(data))
        for name, given in parameters.items():
            data = _json(given)
            self._set("set_json", _name(name, "the name of a parameter"), data, len(data))

    def _set(self, name: str, *arguments: object) -> None:
        status: int = getattr(_c, f"picket_options_{name}")(self.handle, *arguments)
        _check(status, _c.picket_options_error(self.handle))


def _extension(on_limit: Callable[[LimitReached], float], reached: Any) -> int:
    """By how much a limit grows. An exception ends the run by the limit, and then goes on."""
    name = _LIMITS[reached.limit]
    usage = Usage(reached.steps, reached.peak_bytes, reached.commands, reached.nanoseconds / 1e9)
    try:
        more = on_limit(LimitReached(name, usage))
        return max(0, _nanoseconds(more) if name == "deadline" else _clamped(more))
    except BaseException as error:
        _note(error)
        return 0


# ---- Program


class Program:
    """A script that was checked and compiled. Any number of threads and tasks may run it at once.

    `Library.compile` creates it.
    """

    def __init__(self, handle: int, bodies: dict[str, Callable[..., object]], callbacks: tuple[object, ...]) -> None:
        weakref.finalize(self, _c.picket_program_free, handle)
        problems: int = _c.picket_program_problems(handle)
        if not _c.picket_program_can_run(handle):
            raise ScriptRefused(_problems(problems), _rendered(problems))
        self._handle = handle
        self._bodies = bodies
        self._callbacks = callbacks
        #: The warnings of the check.
        self.warnings: list[Problem] = _problems(problems)
        #: The names of the script's `param`s.
        self.parameters: list[str] = [
            _c.picket_program_parameter(handle, index).decode()
            for index in range(_c.picket_program_parameter_count(handle))
        ]

    def run(
        self, parameters: Optional[Mapping[str, object]] = None, options: Optional[Options] = None, *, check: bool = True
    ) -> Result:
        """Runs the script to its end on this thread. A command that is a coroutine function fails.

        ^C, any other exception that is no `Exception`, and one of `Options.on_print` or `Options.on_event` end the script; its
        deferred blocks run, and the exception is raised again. At a second ^C no more of them runs.

        Args:
            parameters: values for the script's `param`s.
            check: whether a run without success raises.

        Raises:
            RunFailed: if the exit status is not 0.
        """
        run = _Run(self, parameters or {}, options or Options())
        wake = threading.Event()
        run.wake = wake.set
        with run:
            while True:
                try:
                    step = run.next()
                    if step is _Step.COMMAND:
                        if call := run.call():
                            run.execute(call)
                    elif step is _Step.WAITING:
                        wake.wait(run.time_left())
                        wake.clear()
                    elif step is _Step.DONE:
                        break
                except BaseException as error:
                    run.end(error)
            result = run.result()
        if run.ending is not None:
            raise run.ending
        return _checked(result, check)

    async def run_async(
        self, parameters: Optional[Mapping[str, object]] = None, options: Optional[Options] = None, *, check: bool = True
    ) -> Result:
        """Runs the script to its end in the event loop of asyncio. Other tasks run while it waits.

        A command that is a coroutine function runs as a task, which is cancelled when the script no longer waits for it. If
        the surrounding task is cancelled, the script ends, its deferred blocks run within the grace, and `CancelledError` is
        raised. What ends `run` ends this one in the same way.

        Args and Raises: as `run`.
        """
        loop = asyncio.get_running_loop()
        wake = asyncio.Event()
        run = _Run(self, parameters or {}, options or Options())
        run.wake = lambda: loop.call_soon_threadsafe(wake.set)
        tasks: dict[int, asyncio.Task[object]] = {}
        answered: list[int] = []

        def begin(call: _Call) -> None:
            task: asyncio.Task[object] = loop.create_task(_begun(call))
            tasks[call.ticket] = task

            def ended(_: object) -> None:
                answered.append(call.ticket)
                wake.set()

            task.add_done_callback(ended)

        try:
            with run:
                while True:
                    try:
                        step = run.next()
                        if step is _Step.COMMAND:
                            call = run.call()
                            if call and call.is_coroutine:
                                begin(call)
                            elif call:
                                run.execute(call)
                        elif step is _Step.CANCEL:
                            if task := tasks.get(run.ticket()):
                                task.cancel()
                        elif step is _Step.YIELDED:
                            await asyncio.sleep(0)
                        elif step is _Step.WAITING:
                            try:
                                await asyncio.wait_for(wake.wait(), run.time_left())
                            except (asyncio.TimeoutError, TimeoutError):
                                pass
                            wake.clear()
                            while answered:
                                ticket = answered.pop(0)
                                run.take(ticket, tasks.pop(ticket))
                        else:
                            break
                    except GeneratorExit:
                        # Nothing can be awaited any more.
                        raise
                    except BaseException as error:
                        run.end(error)
                result = run.result()
        finally:
            # Those that were abandoned. Nobody waits for them any more.
            for task in tasks.values():
                task.cancel()
        if run.ending is not None:
            raise run.ending
        return _checked(result, check)


async def _begun(call: _Call) -> object:
    """Calls the body only when the task begins: one that was cancelled before leaves no coroutine behind."""
    awaitable: Any = call.body(**call.arguments)
    return await awaitable


def _checked(result: Result, check: bool) -> Result:
    if check and result.exit_status != 0:
        raise RunFailed(result)
    return result


@dataclass(frozen=True)
class _Call:
    """A command that waits for its answer."""

    ticket: int
    body: Callable[..., object]
    arguments: dict[str, object]

    @property
    def is_coroutine(self) -> bool:
        return inspect.iscoroutinefunction(self.body)


class _Run:
    """One run, step by step."""

    def __init__(self, program: Program, parameters: Mapping[str, object], options: Options) -> None:
        self._options = options
        self._program = program
        self._bodies = program._bodies
        #: Why the host ends the run; it is raised after the end.
        self.ending: Optional[BaseException] = None
        self._is_cut = False
        # What a function of the host raised that must end the run, and the step that it interrupted.
        self._raised: Optional[BaseException] = None
        self._held: Optional[_Step] = None
        self._held_call: Optional[_Call] = None
        # What `on_print` and `on_event` get next.
        self._lines: collections.deque[str] = collections.deque()
        self._events: collections.deque[dict[str, Any]] = collections.deque()
        self._errors: list[Exception] = []
        self.wake: Callable[[], object] = lambda: None
        self._settings = _Settings(parameters, options)
        self._handle: int = _c.picket_run_new(program._handle, self._settings.handle)
        if options.clock:
            options.clock._runs.add(self)

    def __enter__(self) -> _Run:
        if self._options.interruption:
            self._options.interruption._add(self)
        return self

    def __exit__(self, *_: object) -> None:
        if self._options.interruption:
            self._options.interruption._remove(self)
        _c.picket_run_free(self._handle)

    def interrupt(self, reason: str) -> None:
        """Ends the run; from any thread."""
        _c.picket_run_interrupt(self._handle, _sentence(reason))
        self.wake()

    def end(self, error: BaseException) -> None:
        """Ends the run by an error of its host; at the second one without deferred blocks, and at the third one at once."""
        if self._is_cut:
            raise error
        held = self.call() if self._held is _Step.COMMAND else None
        if self.ending is None:
            _c.picket_run_interrupt(self._handle, b"the host cancelled the run")
        else:
            self._is_cut = True
            _c.picket_run_cut(self._handle, None)
        if self.ending is None or isinstance(self.ending, Exception) and not isinstance(error, Exception):
            self.ending = error
        if held:
            self._hold(held)

    def _hold(self, call: _Call) -> None:
        """Decides on a command that has not begun when the run is ended: one of a deferred block is executed."""
        step = self._step()
        if self._is_cut or step is _Step.CANCEL and self.ticket() == call.ticket:
            self._fail(call.ticket, None, b"the host ended the command", None)
        else:
            self._held_call = call
        self._keep(step)

    def _keep(self, step: _Step) -> None:
        """Keeps a step that must be taken later. After the end was asked for, a wait may be shorter."""
        self._held = step if step in (_Step.COMMAND, _Step.CANCEL) else None

    def next(self) -> _Step:
        if self._held_call:
            return _Step.COMMAND
        step, self._held = self._held or self._step(), None
        try:
            if self._raised is not None:
                error, self._raised = self._raised, None
                raise error
            self._tell()
        except BaseException:
            self._keep(step)
            raise
        return step

    def _tell(self) -> None:
        """Passes on what was printed, and what happened."""
        if self._options.on_print:
            lines = self._output()
            if lines:
                self._lines.extend(lines)
                _c.picket_run_drop_output(self._handle)
            self._pass_on(self._lines, self._options.on_print)
        if self._options.on_event:
            count: int = _c.picket_run_event_count(self._handle)
            if count:
                self._events.extend(
                    json.loads(_text(_c.picket_run_event, self._handle, index) or "{}") for index in range(count))
                _c.picket_run_drop_events(self._handle)
            self._pass_on(self._events, self._options.on_event)

    def _pass_on(self, news: collections.deque[Told], listener: Callable[[Told], None]) -> None:
        while news:
            try:
                listener(news.popleft())
            except Exception:
                # Of several the first one counts. The deferred blocks of the run go on.
                if self.ending is None:
                    raise

    def _step(self) -> _Step:
        outer: Optional[_Run] = getattr(_stepping, "run", None)
        _stepping.run = self
        try:
            return _Step(_c.picket_run_next(self._handle))
        finally:
            _stepping.run = outer

    def note(self, error: BaseException) -> None:
        """Keeps what a function of the host raised inside C."""
        if isinstance(error, Exception):
            self._errors.append(error)
        else:
            self._raised = self._raised or error

    def ticket(self) -> int:
        return int(_c.picket_run_ticket(self._handle))

    def time_left(self) -> Optional[float]:
        """How many seconds to wait; None for as long as it takes."""
        end: int = _c.picket_run_wait_time(self._handle)
        if end == _NEVER:
            return None
        if clock := self._options.clock:
            return 0.0 if end <= clock.nanoseconds else None
        return max(0.0, (end - time.monotonic_ns()) / 1e9)

    # Commands

    def call(self) -> Optional[_Call]:
        """The command of the last step; None if it failed, because Python cannot hold an argument."""
        if self._held_call:
            call, self._held_call = self._held_call, None
            return call
        ticket = self.ticket()
        try:
            names = [
                _c.picket_run_argument_name(self._handle, index)
                for index in range(_c.picket_run_argument_count(self._handle))
            ]
            body = self._bodies[_c.picket_run_command(self._handle).decode()]
            return _Call(ticket, body, {name.decode(): self._argument(name) for name in names})
        except Exception as error:
            self._refuse(ticket, error)
            return None

    def _argument(self, name: bytes) -> object:
        duration = ctypes.c_int64()
        if _c.picket_run_argument_duration(self._handle, name, ctypes.byref(duration)) == 0:
            return timedelta(microseconds=duration.value / 1_000)
        return json.loads(_text(_c.picket_run_argument_json, self._handle, name) or "null")

    def execute(self, call: _Call) -> None:
        """Executes a command on this thread and answers it."""
        if call.is_coroutine:
            reason = b"it is asynchronous, and this host runs the script synchronously"
            return self._fail(call.ticket, None, reason, None)
        try:
            self._answer(call.ticket, call.body(**call.arguments))
        except Exception as error:
            self._refuse(call.ticket, error)
        except BaseException:
            # The run is going to end, and must not wait for this command.
            self._fail(call.ticket, None, b"the host ended the command", None)
            raise

    def take(self, ticket: int, task: asyncio.Task[object]) -> None:
        """Answers a command by its task, which has ended."""
        if task.cancelled():
            return self._fail(ticket, None, b"the command was cancelled", None)
        try:
            self._answer(ticket, task.result())
        except Exception as error:
            self._refuse(ticket, error)
        except BaseException as error:
            self._fail(ticket, None, b"the host ended the command", None)
            # The loop has raised these two already.
            if not isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise

    def _answer(self, ticket: int, value: object) -> None:
        """Answers a command. Raises what C does not accept; the command then waits for another answer."""
        if isinstance(value, timedelta):
            self._accept(_c.picket_run_resume_duration(self._handle, ticket, _duration(value)))
        elif isinstance(value, Response):
            if not isinstance(value.body, bytes):
                raise TypeError(f"the body of a response is bytes, not {type(value.body).__name__}")
            status = _whole(value.status, "the status of a response", -1 << 31, (1 << 31) - 1)
            kind = _name(value.type, "the type of a response")
            self._accept(
                _c.picket_run_resume_response(self._handle, ticket, status, kind, value.body, len(value.body)))
        else:
            data = _json(value)
            self._accept(_c.picket_run_resume_json(self._handle, ticket, data, len(data)))

    def _refuse(self, ticket: int, error: Exception) -> None:
        _refuse(error, lambda *parts: self._fail(ticket, *parts), self._errors.append)

    def _fail(self, ticket: int, code: Optional[bytes], message: bytes, fields: Optional[bytes]) -> None:
        self._accept(_c.picket_run_resume_failure(self._handle, ticket, code, message, fields))

    def _accept(self, status: int) -> None:
        # Nobody waits any more for an answer without a ticket.
        if status != _NO_TICKET:
            _check(status, _c.picket_run_error(self._handle))

    # Result

    def _output(self) -> list[str]:
        return [
            _text(_c.picket_run_output, self._handle, index) or ""
            for index in range(_c.picket_run_output_count(self._handle))
        ]

    def result(self) -> Result:
        """The result of the run, which has ended."""
        problems = _c.picket_run_problems(self._handle)
        steps, peak, commands, nanoseconds = (_c.picket_run_used(self._handle, index) for index in range(4))
        return Result(
            Outcome(_c.picket_run_outcome(self._handle)), _c.picket_run_exit_status(self._handle), self._output(),
            _problems(problems), _rendered(problems), Usage(steps, peak, commands, nanoseconds / 1e9),
            json.loads(_text(_c.picket_run_globals_json, self._handle) or "{}"),
            [
                _c.picket_run_abandoned(self._handle, index).decode()
                for index in range(_c.picket_run_abandoned_count(self._handle))
            ],
            self._errors)

