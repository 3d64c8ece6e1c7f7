"""An event loop of asyncio whose engine is the book's own, in Rust."""

import asyncio
import os
import signal
import threading
from functools import partial

from rust import Engine


# ANCHOR: loop
class ToyLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._engine = Engine("VIRTUAL_CLOCK" in os.environ)

    def time(self):
        return self._engine.time()

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        if asyncio._get_running_loop() is self:
            self._engine.call_soon(partial(run, handle))
        else:
            self._engine.call_from_outside(partial(run, handle))
        return handle

    call_soon_threadsafe = call_soon

    def call_at(self, when, callback, *args, context=None):
        timer = Timer(when, callback, args, self, context)
        timer.task = self._engine.call_at(when, partial(run, timer))
        return timer

    def _timer_handle_cancelled(self, timer):
        timer.task.cancel()

    # ANCHOR_END: loop
    def _run_once(self):
        if threading.current_thread() is not threading.main_thread():
            self._engine.run()
            return
        before = signal.set_wakeup_fd(self._engine.signal_bell())
        try:
            self._engine.run()
        finally:
            signal.set_wakeup_fd(before)

    def stop(self):
        super().stop()
        self._engine.stop()

    def close(self):
        super().close()
        self._engine = None

    def run_in_executor(self, executor, function, *args):
        """Runs `function` in a thread of our loop's pool."""
        if executor is not None:
            return super().run_in_executor(executor, function, *args)
        future = self.create_future()

        def done(value, error):
            if future.done():
                return
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

        self._engine.run_in_thread(partial(function, *args), done)
        return future


class Timer(asyncio.TimerHandle):
    """A callback that waits for its time, and the task that waits."""

    task = None


def run(handle):
    """Runs a callback, unless it was cancelled meanwhile."""
    if not handle.cancelled():
        handle._run()
