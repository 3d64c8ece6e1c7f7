"""A clock that jumps, for the program that an interpreter is about to run.

`loop.time()` begins at zero. When no task can go on, it moves to the next timer at once. Jobs in
threads and child processes take real time, so the clock stands still while one of them runs.

trio and curio have that clock too, from the moment in which the program imports them. Threads hold it
there, but for those that wait for a task; child processes do not. What these libraries leave to addresses
goes by the numbers of the tasks, and the coin that trio tosses for each turn falls the same in each run.

A program that builds its own loop waits by `time.sleep` and reads `time.monotonic`. For the program's
own code, in the main thread and while no loop of a library runs there, `time.monotonic` begins at zero too,
and `time.sleep` moves it and returns at once. For the standard library both stay what they are.
"""

import asyncio
import collections
import importlib.util
import itertools
import random
import sys
import threading
import time
import types


class JumpingSelector:
    """A selector that never sleeps: it looks once, and moves the clock where it would have slept."""

    def __init__(self, selector, is_held):
        self._selector = selector
        self._is_held = is_held
        self.now = 0.0

    def select(self, timeout=None):
        if timeout is None or self._is_held():
            return self._selector.select(None if timeout != 0 else 0)
        events = self._selector.select(0)
        if not events:
            self.now += max(timeout, 0)
        return events

    def __getattr__(self, name):
        return getattr(self._selector, name)


class OrderedTimer(asyncio.TimerHandle):
    """A timer that comes after the earlier-set ones of the same deadline, which asyncio leaves open."""

    _sequence = itertools.count()

    def __new__(cls, *_args, **_options):
        timer = super().__new__(cls)
        timer._place = next(cls._sequence)
        return timer

    def __lt__(self, other):
        return (self._when, self._place) < (other._when, other._place)


class VirtualClockLoop(asyncio.SelectorEventLoop):
    """What it does in place of asyncio's loop it does beside the call, so that no frame of it stands in
    the traceback of a program."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._working_outside = 0
        self._selector = self._clock = JumpingSelector(
            self._selector, lambda: self._working_outside
        )

    def time(self):
        return self._clock.now

    def hold(self):
        """The clock stands still until it is released."""
        self._working_outside += 1

    def release(self, *_):
        self._working_outside -= 1

    def shutdown_default_executor(self, *args, **kwargs):
        if self._default_executor is not None:
            self.hold()
        return super().shutdown_default_executor(*args, **kwargs)

    def _do_shutdown(self, future):
        future.add_done_callback(self.release)
        super()._do_shutdown(future)

    def subprocess_exec(self, protocol_factory, *args, **kwargs):
        return super().subprocess_exec(self._held(protocol_factory), *args, **kwargs)

    def subprocess_shell(self, protocol_factory, *args, **kwargs):
        return super().subprocess_shell(self._held(protocol_factory), *args, **kwargs)

    def _held(self, protocol_factory):
        def protocol():
            protocol = protocol_factory()
            made, exited = protocol.connection_made, protocol.process_exited

            def connection_made(transport):
                self.hold()
                made(transport)

            def process_exited():
                self.release()
                exited()

            protocol.connection_made = connection_made
            protocol.process_exited = process_exited
            return protocol

        return protocol


# What a program prints of them.
OrderedTimer.__name__ = OrderedTimer.__qualname__ = asyncio.TimerHandle.__name__
VirtualClockLoop.__name__ = asyncio.SelectorEventLoop.__name__
VirtualClockLoop.__qualname__ = asyncio.SelectorEventLoop.__qualname__


def wrap_future(job, *, loop=None):
    """What `run_in_executor` ends with: the loop's clock stands still until the job is done."""
    future = asyncio.wrap_future(job, loop=loop)
    if isinstance(loop, VirtualClockLoop):
        loop.hold()
        future.add_done_callback(loop.release)
    return future


class Coin(random.Random):
    """Where trio is told to be deterministic it shuffles; elsewhere it turns the order round, or not."""

    def shuffle(self, tasks):
        if self.random() < 0.5:
            tasks.reverse()


def patch_trio(trio):
    """Every `trio.run` that names no clock has one that jumps."""
    from trio._core import MockClock, _run

    def clock():
        clock = MockClock(autojump_threshold=0)
        jump = clock._autojump

        def jump_unless_held():
            """Called when no task has gone on for the time of the threshold."""
            is_held = any(map(waits_for_thread, _run.GLOBAL_RUN_CONTEXT.runner.tasks))
            clock.autojump_threshold = 0.001 if is_held else 0
            if not is_held:
                jump()

        clock._autojump = jump_unless_held
        return clock

    def waits_for_thread(task):
        abort = getattr(task._abort_func, "__qualname__", "")
        return abort == "to_thread_run_sync.<locals>.abort"

    _run.SystemClock = clock
    # Of the tasks that can go on together, sorted by their numbers.
    _run._ALLOW_DETERMINISTIC_SCHEDULING = True
    _run._r = Coin(0)
    RUNNING.append(trio.lowlevel.in_trio_run)


def patch_curio(curio):
    """Every kernel has a clock of its own, which begins at zero and jumps."""
    from curio import kernel, meta, task

    class Kernel(kernel.Kernel):
        def __init__(self, *, selector=None, **options):
            selector = JumpingSelector(
                selector or kernel.DefaultSelector(), self._is_held
            )
            super().__init__(selector=selector, **options)

        def _is_held(self):
            """A task that waits for a thread's result or next request has a future."""
            return any(task.future for task in self._tasks.values())

        def _make_kernel_runtime(self):
            kernel.time = types.SimpleNamespace(monotonic=lambda: self._selector.now)
            return super()._make_kernel_runtime()

    Kernel.__qualname__ = Kernel.__name__
    curio.Kernel = kernel.Kernel = Kernel
    task.Task.__hash__ = lambda task: task.id
    RUNNING.append(meta.curio_running)


class AfterImport:
    """Finds a module as it would be found, and patches it as soon as it has been imported."""

    def __init__(self):
        self._patches = collections.defaultdict(list)

    def add(self, name, patch):
        self._patches[name].append(patch)

    def find_spec(self, name, _path, _target=None):
        patches = self._patches.pop(name, None)
        spec = patches and importlib.util.find_spec(name)
        if spec:
            exec_module = spec.loader.exec_module

            def exec_and_patch(module):
                exec_module(module)
                for patch in patches:
                    patch(module)

            spec.loader.exec_module = exec_and_patch
        return spec


AFTER_IMPORT = AfterImport()

# Each says whether a loop of its library runs in this thread.
RUNNING = [lambda: asyncio._get_running_loop() is not None]


class ProgramTime:
    """`time.sleep` and `time.monotonic` for the code of one program."""

    def __init__(self, folder):
        self._folder = f"{folder}/"
        self._now = 0.0
        self._real_sleep = time.sleep
        self._real_monotonic = time.monotonic

    def install(self):
        time.sleep = self.sleep
        time.monotonic = self.monotonic

    def sleep(self, seconds, /):
        is_time = isinstance(seconds, (int, float)) and seconds >= 0
        if not is_time or self._is_real(sys._getframe(1)):
            self._real_sleep(seconds)
        else:
            self._now += seconds

    def monotonic(self):
        if self._is_real(sys._getframe(1)):
            return self._real_monotonic()
        return self._now

    def _is_real(self, caller):
        return (
            threading.current_thread() is not threading.main_thread()
            or any(is_running() for is_running in RUNNING)
            or not self._is_program(caller)
        )

    def _is_program(self, frame):
        # The main module's code keeps the path as it was given, which may be relative.
        return frame.f_globals.get(
            "__name__"
        ) == "__main__" or frame.f_code.co_filename.startswith(self._folder)


def without_ours(trace):
    """A traceback without the frames of this file."""
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    if trace:
        trace.tb_next = without_ours(trace.tb_next)
    return trace


def show(kind, error, trace, show=sys.__excepthook__):
    show(kind, error, without_ours(trace))


def install(folder):
    """For the program that will be run in `folder`."""
    asyncio.events.new_event_loop = asyncio.new_event_loop = VirtualClockLoop
    asyncio.events.TimerHandle = OrderedTimer
    asyncio.futures.wrap_future = wrap_future
    AFTER_IMPORT.add("trio", patch_trio)
    AFTER_IMPORT.add("curio", patch_curio)
    sys.meta_path.insert(0, AFTER_IMPORT)
    ProgramTime(folder).install()
    sys.excepthook = sys.__excepthook__ = show
