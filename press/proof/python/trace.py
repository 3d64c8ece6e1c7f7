"""Records what asyncio does in a program: `trace.py virtual|real PROGRAM [ARGUMENT ...]`.

Each event is a line of its own, `\\x1e` and a JSON object, between the lines that the program prints.
The tasks are asyncio's own in Python: those in C do not say when they are polled.
"""

import asyncio
import builtins
import collections
import gc
import itertools
import json
import os
import runpy
import selectors
import sys
from pathlib import Path

import trace_curio
import trace_toy_loop
import trace_trio
import virtual_clock

PROGRAM = sys.argv[2]

if sys.version_info >= (3, 14):
    # Those in C know the tasks in C, and no others.
    asyncio.current_task = asyncio.tasks.current_task = asyncio.tasks._py_current_task
    asyncio.all_tasks = asyncio.tasks.all_tasks = asyncio.tasks._py_all_tasks


class Recorder:
    """Writes events, under the loop's clock and by the task that has the turn."""

    def __init__(self):
        self.is_virtual = sys.argv[1] == "virtual"
        self.loop = None
        self.current = None
        self.turn_begins = False
        self._other = lambda: False, None
        self.numbers = itertools.count()
        self.turn = None
        self._sockets = {}
        self._next_socket = itertools.count()

    def time(self, when):
        return round(when, 3)

    def due(self, timer):
        return self.time(timer.when())

    def tell(self, what, task=None, line=None, **data):
        if self.turn is not None:
            ready, self.turn = self.turn, None
            self.tell("turn", ready=ready)
        is_running, time = self._other
        if self.loop:
            time = self.loop.time
        at = (
            self.time(time())
            if self.is_virtual and (self.loop or is_running())
            else None
        )
        event = {"at": at, "task": task, "by": self.current, "line": line, "what": what}
        event = {key: value for key, value in event.items() if value is not None}
        self._write(event | data)

    def world(self, name, is_running, time):
        """Which library's tasks are told of, if it is not asyncio's, and its clock."""
        self._other = is_running, time
        self._write(name)

    def _write(self, value):
        sys.stdout.write(f"\x1e{json.dumps(value)}\n")
        sys.stdout.flush()

    def socket(self, descriptor):
        if descriptor not in self._sockets:
            self._sockets[descriptor] = next(self._next_socket)
        return self._sockets[descriptor]

    def forget(self, descriptor):
        self._sockets.pop(descriptor, None)


recorder = Recorder()


def line_here():
    """The line of the program that is the reason for what happens now, if it is not the loop."""
    frame = sys._getframe(1)
    while frame and frame.f_code not in LOOPS:
        if frame.f_code.co_filename == PROGRAM:
            return frame.f_lineno
        frame = frame.f_back
    return None


# What `anext`, `asend`, `athrow` and `aclose` return.
STEPS = "async_generator_asend", "async_generator_athrow", "anext_awaitable"


def body(awaitable):
    """What has the code: of a step of an async generator, which does not show it, the generator."""
    while type(awaitable).__name__ in STEPS:
        awaitable = gc.get_referents(awaitable)[0]
    return awaitable


def part(awaitable, name):
    """A coroutine and both kinds of generators call the same part by names of their own."""
    for kind in "cr", "gi", "ag":
        if hasattr(awaitable, f"{kind}_{name}"):
            return getattr(awaitable, f"{kind}_{name}")
    return None


def suspended(coroutine):
    """The frames of a parked coroutine and of those that it awaits, the outermost first."""
    while frame := part(body(coroutine), "frame"):
        yield frame
        coroutine = part(body(coroutine), "await") or part(coroutine, "yieldfrom")


def line_of(coroutine):
    """The innermost line of the program in which a coroutine stands."""
    lines = [
        frame.f_lineno
        for frame in suspended(coroutine)
        if frame.f_code.co_filename == PROGRAM
    ]
    return lines[-1] if lines else None


def first_line(coroutine):
    """The line at which a coroutine of the program begins."""
    code = part(body(coroutine), "code")
    return code.co_firstlineno if code.co_filename == PROGRAM else None


def keeper(task):
    """What will wake a parked task: another task, or what the innermost library call waits for."""
    waiter = task._fut_waiter
    if isinstance(waiter, TracedTask):
        return f"task {waiter.number}"
    *_, innermost = suspended(task.get_coro())
    code = innermost.f_code
    if code.co_filename == PROGRAM:
        return (
            "gather" if isinstance(waiter, asyncio.tasks._GatheringFuture) else "future"
        )
    owner, dot, name = code.co_qualname.partition(".")
    if name.startswith("sock_") or owner == "StreamReader":
        return "socket"
    return owner.lower() if dot else {"sleep": "timer"}.get(owner, owner.strip("_"))


class TracedTask(asyncio.tasks._PyTask):
    def __init__(self, coro, **options):
        self.number = next(recorder.numbers)
        name = "main" if self.number == 0 else body(coro).__qualname__
        recorder.tell("spawn", self.number, line_here(), name=name)
        self._is_queued = True
        super().__init__(coro, **options)

    def line(self):
        return line_of(self.get_coro()) or first_line(self.get_coro())

    def queued(self):
        """The loop has put it into its queue; the spawn has said so the first time."""
        if self._is_queued:
            self._is_queued = False
        else:
            recorder.tell(
                "wake",
                self.number,
                line_here() if recorder.current is not None else None,
            )

    def cancel(self, msg=None):
        if not self.done():
            recorder.tell("cancel", self.number, line_here())
        return super().cancel(msg)

    def _Task__step(self, exc=None):
        recorder.tell("poll", self.number, self.line())
        before, recorder.current = recorder.current, self.number
        if self._must_cancel or isinstance(exc, asyncio.CancelledError):
            recorder.tell("cancelled", self.number, self.line())
        try:
            super()._Task__step(exc)
        finally:
            if not self.done():
                self.parked()
            recorder.current = before

    def _Future__schedule_callbacks(self):
        """The task has ended; now those who wait for it are woken."""
        self.ended()
        super()._Future__schedule_callbacks()

    def ended(self):
        if self.cancelled():
            recorder.tell("error", self.number, text="CancelledError")
        elif self._exception:
            text = f"{type(self._exception).__name__}: {self._exception}"
            recorder.tell("error", self.number, text=text.removesuffix(": "))
        else:
            recorder.tell("ready", self.number)

    def parked(self):
        line = line_of(self.get_coro())
        if self._fut_waiter is not None:
            recorder.tell("keep", self.number, line, **{"with": keeper(self)})
        recorder.tell("pending", self.number, line)


# What runs a step of a task: below it no line is a reason.
LOOPS = [TracedTask._Task__step.__code__]


def task_of(handle):
    """The task whose next poll a handle is."""
    owner = getattr(handle._callback, "__self__", None)
    return owner if isinstance(owner, TracedTask) else None


class TracedTimer(virtual_clock.OrderedTimer):
    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(when, callback, args, loop, context)
        self.task = recorder.current
        recorder.tell("timer-set", self.task, line_here(), due=recorder.due(self))

    def cancel(self):
        if self._scheduled and not self._cancelled:
            recorder.tell("timer-dropped", self.task, due=recorder.due(self))
        super().cancel()


class ReadyQueue(collections.deque):
    """The loop's ready queue, which says what comes into it and when a turn begins."""

    looked = False

    def append(self, handle):
        super().append(handle)
        if isinstance(handle, TracedTimer):
            recorder.tell("timer-due", handle.task, due=recorder.due(handle))
        elif task := task_of(handle):
            task.queued()

    def popleft(self):
        if self.looked:
            self.looked = False
            recorder.turn = sum(task_of(handle) is not None for handle in self)
        return super().popleft()


DIRECTIONS = {selectors.EVENT_READ: "read", selectors.EVENT_WRITE: "write"}


class TracedSelector:
    """The selector below the clock: it says who waits for which socket, and which are ready."""

    def __init__(self, selector):
        self._selector = selector
        self._waiting = {}
        self._own = None

    def register(self, fileobj, events, data=None):
        key = self._selector.register(fileobj, events, data)
        if self._own is None:
            self._own = key.fd
        self._waits(key, 0, events)
        return key

    def modify(self, fileobj, events, data=None):
        before = self._selector.get_key(fileobj).events
        key = self._selector.modify(fileobj, events, data)
        self._waits(key, before, events)
        return key

    def unregister(self, fileobj):
        key = self._selector.unregister(fileobj)
        for event in DIRECTIONS:
            self._waiting.pop((key.fd, event), None)
        return key

    def select(self, timeout=None):
        found = self._selector.select(timeout)
        for key, events in found:
            for event, direction in DIRECTIONS.items():
                if events & event and key.fd != self._own:
                    task = self._waiting.get((key.fd, event))
                    number = recorder.socket(key.fd)
                    recorder.tell(
                        "socket-ready", task, socket=number, direction=direction
                    )
        return found

    def _waits(self, key, before, events):
        for event, direction in DIRECTIONS.items():
            if events & ~before & event and key.fd != self._own:
                self._waiting[key.fd, event] = recorder.current
                number = recorder.socket(key.fd)
                recorder.tell(
                    "socket-wait",
                    recorder.current,
                    line_here(),
                    socket=number,
                    direction=direction,
                )

    def __getattr__(self, name):
        return getattr(self._selector, name)


class Look:
    """The selector as the loop sees it: each look is the end of a turn."""

    def __init__(self, selector, queue):
        self._selector = selector
        self._queue = queue

    def select(self, timeout=None):
        self._queue.looked = True
        if timeout is None or timeout > 0:
            self._idle(timeout)
        before = recorder.loop.time()
        found = self._selector.select(timeout)
        if recorder.is_virtual and recorder.loop.time() > before:
            recorder.tell("jump", to=recorder.time(recorder.loop.time()))
        return found

    def _idle(self, timeout):
        if timeout is None or not recorder.is_virtual:
            recorder.tell("idle")
        else:
            recorder.tell("idle", until=recorder.time(recorder.loop.time() + timeout))

    def __getattr__(self, name):
        return getattr(self._selector, name)


def make_task(loop, coro, **options):
    """What `asyncio.run` does at its end, in any program, is no part of the story."""
    is_shutdown = (
        body(coro).__name__.startswith("shutdown_") and first_line(coro) is None
    )
    task_class = asyncio.tasks._PyTask if is_shutdown else TracedTask
    return task_class(coro, loop=loop, **options)


def traced(loop_class):
    class TracedLoop(loop_class):
        def __init__(self):
            super().__init__(TracedSelector(selectors.DefaultSelector()))
            recorder.loop = self
            self._ready = ReadyQueue()
            self._look = Look(self._selector, self._ready)
            self._selector, self._clock = self._look, self._selector
            self.set_task_factory(make_task)

        def close(self):
            recorder.loop = recorder.turn = None
            super().close()

    return TracedLoop


class Printer:
    """`print` for the program: a line is an event, with the line that printed it."""

    def __init__(self):
        self._print = builtins.print
        self._begun = ""

    def __call__(self, *values, sep=" ", end="\n", file=None, flush=False):
        if file not in (None, sys.stdout):
            self._print(*values, sep=sep, end=end, file=file, flush=flush)
            return
        *lines, self._begun = (
            self._begun + (sep or " ").join(map(str, values)) + end
        ).split("\n")
        for line in lines:
            recorder.tell("print", line=line_here(), text=line)


def main():
    sys.argv = sys.argv[2:]
    sys.path[0] = str(Path(PROGRAM).resolve().parent)
    loop_class = asyncio.SelectorEventLoop
    if recorder.is_virtual:
        # A loop of the program's own finds it without a recorder, too.
        os.environ["VIRTUAL_CLOCK"] = "1"
        loop_class = virtual_clock.VirtualClockLoop
        virtual_clock.install(sys.path[0])
        asyncio.events.TimerHandle = TracedTimer
    asyncio.events.new_event_loop = asyncio.new_event_loop = traced(loop_class)
    trace_others()
    builtins.print = Printer()
    runpy.run_path(PROGRAM, run_name="__main__")


def trace_others():
    """trio, curio and the book's own loop are traced from the moment in which the program imports them."""
    trace = sys.modules[__name__]
    tracers = {"trio": trace_trio, "curio": trace_curio, "toy_loop": trace_toy_loop}
    for name, tracer in tracers.items():
        virtual_clock.AFTER_IMPORT.add(
            name, lambda module, tracer=tracer: tracer.patch(module, trace)
        )


if __name__ == "__main__":
    main()
