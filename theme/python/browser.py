"""Runs one program after the other in an interpreter within a browser, each as `python PROGRAM` would on
the clock that jumps: there are no sockets, threads or processes, and nothing ever waits. Checks answers to
exercises, too, by the judge that does so elsewhere.
"""

import asyncio
import atexit
import difflib
import gc
import io
import itertools
import linecache
import logging
import os
import selectors
import shutil
import sys
import traceback
import types
import warnings
from pathlib import Path

import virtual_clock

HERE = Path(__file__).parent
FOLDER = Path("/program")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

# How much a program may print, in characters, and how many lines are compared, as where a server runs it.
MOST = 64 * 1024
COMPARED = 500

# How much its recorder may tell of it.
TOLD = 4 * 1024 * 1024


class Deaf:
    """A selector that selects nothing. Where it would sleep for ever, nothing can wake the program."""

    def __init__(self, sleep):
        self._sleep = sleep

    def select(self, timeout=None):
        if timeout is None:
            self._sleep()
        return []

    def register(self, *_args):
        pass

    unregister = modify = register

    def get_map(self):
        return {}

    def close(self):
        pass


class Output(io.TextIOBase):
    """What a program prints, handed on as it is printed, until it is too much."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, tell, flood, room=MOST):
        self.printed = []
        self._room = room
        self._tell = tell
        self._flood = flood

    def write(self, text):
        self.printed.append(text)
        self._tell(text[: self._room])
        self._room -= len(text)
        if self._room < 0:
            self._flood()
        return len(text)


def run(program, modules, recorded, tell, stop):
    """Runs a program: its name, text, arguments and input. Returns its exit status, the line of its text that
    is to blame for an error and what it says, and its lines beside the recorded ones."""
    name, text, arguments, stdin = program
    output = Output(
        tell, lambda: stop(f"stopped: it printed more than {MOST // 1024} KiB")
    )
    sys.argv = [name, *arguments]
    sys.stdin = io.StringIO(stdin)
    settle(
        {**modules, name: text},
        name,
        output,
        lambda: stop("stopped: nothing can wake it any more"),
    )
    code, mark = execute(name, text)
    leave()
    if code:
        output.write(f"[exit status: {code}]\n")
    return code, mark, rows(of_this_release(recorded), "".join(output.printed))


def record(program, modules, stop):
    """Runs a program once more, under its recorder. Returns its exit status, and all that both told."""
    name, text, arguments, stdin = program
    told = Output(lambda _: None, stop, TOLD)
    sys.argv = ["trace.py", "virtual", name, *arguments]
    sys.stdin = io.StringIO(stdin)
    settle({**modules, name: text}, name, told, stop)
    selectors.DefaultSelector = lambda: Deaf(stop)
    recorder = HERE / "trace.py"
    code, _ = execute(str(recorder), recorder.read_text())
    leave()
    return code, "".join(told.printed)


def check(files, tell, stop):
    """Checks an answer to an exercise, one of these files as its check is. Returns what that says, which is
    nothing if the answer passes, and the line of the answer that is to blame for an error, with what it says."""
    mark = None

    def blame(error):
        nonlocal mark
        mark = blamed(error, str(FOLDER / "answer.py"))
        judge.show(error)

    def sleep():
        """The page stops what takes too long, and says so."""
        while True:
            pass

    output = Output(
        lambda text: tell(without_folder(text)),
        lambda: stop(f"It prints more than {MOST // 1024} KiB."),
    )
    sys.argv, sys.stdin = ["judge.py"], io.StringIO()
    settle(files, "judge.py", output, sleep)
    import judge

    holds, _, says = judge.verdict(blame).partition("\n")
    # Where the judge is a program, it ends at once.
    sys.stdout = sys.stderr = io.StringIO()
    leave()
    return (None if holds == "holds" else without_folder(says).rstrip()), mark


def without_folder(text):
    """A file has its name alone."""
    return text.replace(f"{FOLDER}/", "")


def settle(files, name, output, sleep):
    """Gives the interpreter what it had if it had been started for a program of that name among these
    files."""
    for module, was in FRESH.items():
        vars(module).update(was)
    os.chdir("/")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    os.chdir(FOLDER)
    for file, content in files.items():
        (FOLDER / file).write_text(content)
    sys.path[:] = [str(FOLDER), *(path for path in sys.path if path != str(FOLDER))]
    sys.path_importer_cache.clear()
    main = types.ModuleType("__main__")
    main.__file__ = str(FOLDER / name)
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    sys.stdout = sys.stderr = output
    os.environ["VIRTUAL_CLOCK"] = "1"
    warnings.resetwarnings()
    linecache.clearcache()
    # The browser's own loop runs this function; the program may start another.
    asyncio._set_running_loop(None)
    # What was to be done after an import that never came.
    is_ours = virtual_clock.AfterImport
    sys.meta_path[:] = [it for it in sys.meta_path if not isinstance(it, is_ours)]
    virtual_clock.AFTER_IMPORT = virtual_clock.AfterImport()
    virtual_clock.VirtualClockLoop = loop_without_system(sleep)
    virtual_clock.install(str(FOLDER))


def loop_without_system(sleep):
    """The loop of the harness, with nothing of a system, whose tasks are numbered from 1."""
    number = itertools.count(1).__next__

    class Loop(virtual_clock.VirtualClockLoop):
        def __init__(self, selector=None):
            super().__init__(selector or Deaf(sleep))

        def create_task(self, coro, *, name=None, **options):
            name = f"Task-{number()}" if name is None else name
            return super().create_task(coro, name=name, **options)

        def _make_self_pipe(self):
            self._ssock = self._csock = None

        def _close_self_pipe(self):
            pass

        def _write_to_self(self):
            pass

    Loop.__name__ = asyncio.SelectorEventLoop.__name__
    Loop.__qualname__ = asyncio.SelectorEventLoop.__qualname__
    return Loop


def execute(name, text):
    """Returns the exit status, and the line that is to blame for an error with what it says."""
    try:
        code = compile(text, name, "exec", dont_inherit=True)
        exec(code, sys.modules["__main__"].__dict__)  # noqa: S102, that is its work
    except SystemExit as error:
        return exit_code(error.code), None
    except BaseException as error:  # noqa: BLE001, whatever ends it is shown
        mark = blamed(error, name)
        error = error.with_traceback(without_ours(error.__traceback__))
        sys.excepthook(type(error), error, error.__traceback__)
        return 1, mark
    return 0, None


def without_ours(trace):
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return trace


def exit_code(code):
    if code is None or isinstance(code, int):
        return code or 0
    print(code)
    return 1


def leave():
    """The end of an interpreter: what the program no longer reaches goes, then what it holds. By then nothing can
    be logged any more, for that imports modules; and circles that only this opens are collected in silence."""
    atexit._run_exitfuncs()
    gc.collect()
    logging.disable()
    main = sys.modules["__main__"].__dict__
    for name in list(main):
        if name != "__builtins__":
            main[name] = None
    sys.stdout = sys.stderr = io.StringIO()
    for module in set(sys.modules) - FRESH_NAMES:
        file = getattr(sys.modules[module], "__file__", None) or ""
        if Path(file).parent in (FOLDER, HERE):
            del sys.modules[module]
    gc.collect()
    logging.disable(logging.NOTSET)


def blamed(error, name):
    """The innermost line of the program in a traceback, or that of its syntax error, and the error."""
    if isinstance(error, SyntaxError) and error.filename == name:
        lines = [error.lineno]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == name]
    said = traceback.format_exception_only(error)[-1].strip()
    return (lines[-1], said) if lines else None


def of_this_release(recorded):
    """A transcript holds for a release and for older ones, down to the next; the newest names none."""
    releases = {
        tuple(map(int, until.split("."))): text for until, text in recorded if until
    }
    newest = next((text for until, text in recorded if not until), "")
    later = [release for release in releases if release >= sys.version_info[:2]]
    return releases[min(later)] if later else newest


def rows(recorded, printed):
    """The lines of both, one pair a row."""
    before, now = recorded.splitlines(), printed.splitlines()
    if max(len(before), len(now)) > COMPARED:
        return None
    paired = []
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        old, new = before[start:end], now[first:last]
        for row in range(max(len(old), len(new))):
            paired.append(
                [side[row] if row < len(side) else None for side in (old, new)]
            )
    return paired


# What each module has before the first program, which may change it.
FRESH_NAMES = set(sys.modules)
CHANGEABLE = (
    "asyncio",
    "builtins",
    "logging",
    "random",
    "selectors",
    "time",
    "virtual_clock",
    "warnings",
    "_py_warnings",
)
FRESH = {
    module: dict(vars(module))
    for name, module in sys.modules.items()
    if name.split(".")[0] in CHANGEABLE
}
