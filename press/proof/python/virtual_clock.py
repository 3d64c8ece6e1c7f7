"""Runs a program under a clock that jumps: `virtual_clock.py PROGRAM [ARGUMENT ...]`.

`loop.time()` begins at zero. When no task can go on, it moves to the next timer at once. Jobs in
threads and child processes take real time, so the clock stands still while one of them runs.

A program that builds its own loop waits by `time.sleep` and reads `time.monotonic`. For the program's
own code, in the main thread and while no asyncio loop runs there, `time.monotonic` begins at zero too,
and `time.sleep` moves it and returns at once. For the standard library both stay what they are.
"""

import asyncio
import heapq
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

    def __init__(self, *args):
        super().__init__(*args)
        self._place = next(self._sequence)

    def __lt__(self, other):
        return (self._when, self._place) < (other._when, other._place)


class VirtualClockLoop(asyncio.SelectorEventLoop):
    timer_class = OrderedTimer

    def __init__(self, selector=None):
        super().__init__(selector)
        self._selector = JumpingSelector(self._selector)

    def time(self):
        return self._selector.now

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        timer = self.timer_class(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _hold(self):
        self._selector.working_outside += 1

    def _release(self, *_):
        self._selector.working_outside -= 1

    def run_in_executor(self, executor, func, *args):
        job = super().run_in_executor(executor, func, *args)
        self._hold()
        job.add_done_callback(self._release)
        return job

    async def shutdown_default_executor(self, *args, **kwargs):
        self._hold()
        try:
            await super().shutdown_default_executor(*args, **kwargs)
        finally:
            self._release()

    async def subprocess_exec(self, *args, **kwargs):
        return self._hold_for(await super().subprocess_exec(*args, **kwargs))

    async def subprocess_shell(self, *args, **kwargs):
        return self._hold_for(await super().subprocess_shell(*args, **kwargs))

    def _hold_for(self, child):
        transport, protocol = child
        if transport.get_returncode() is None:
            self._hold()
            ended = protocol.process_exited

            def process_exited():
                self._release()
                ended()

            protocol.process_exited = process_exited
        return child


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
    ProgramTime(folder).install()
