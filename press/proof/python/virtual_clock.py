"""A clock that jumps, for the program that an interpreter is about to run.

`loop.time()` begins at zero. When no task can go on, it moves to the next timer at once. Jobs in
threads and child processes take real time, so the clock stands still while one of them runs.

A program that builds its own loop waits by `time.sleep` and reads `time.monotonic`. For the program's
own code, in the main thread and while no asyncio loop runs there, `time.monotonic` begins at zero too,
and `time.sleep` moves it and returns at once. For the standard library both stay what they are.
"""

import asyncio
import itertools
import sys
import threading
import time


class JumpingSelector:
    """A selector that never sleeps: it looks once, and moves the clock where it would have slept."""

    def __init__(self, selector):
        self._selector = selector
        self.now = 0.0
        self.working_outside = 0

    def select(self, timeout=None):
        if timeout is None or self.working_outside:
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
        self._selector = self._clock = JumpingSelector(self._selector)

    def time(self):
        return self._clock.now

    def hold(self):
        """The clock stands still until it is released."""
        self._clock.working_outside += 1

    def release(self, *_):
        self._clock.working_outside -= 1

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
        if self._is_real(sys._getframe(1)) or seconds < 0:
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
            or asyncio._get_running_loop() is not None
            or not self._is_program(caller)
        )

    def _is_program(self, frame):
        # The main module's code keeps the path as it was given, which may be relative.
        return frame.f_globals.get(
            "__name__"
        ) == "__main__" or frame.f_code.co_filename.startswith(self._folder)


def install(folder):
    """For the program that will be run in `folder`."""
    asyncio.events.new_event_loop = asyncio.new_event_loop = VirtualClockLoop
    asyncio.events.TimerHandle = OrderedTimer
    asyncio.futures.wrap_future = wrap_future
    ProgramTime(folder).install()
