import asyncio
from collections import deque


class Loop(asyncio.BaseEventLoop):
    """Its clock jumps."""

    def __init__(self):
        super().__init__()
        self.now, self.ready, self.timers = 0.0, deque(), []

    def time(self):
        return self.now

    def call_soon(self, callback, *args, context=None):
        handle = asyncio.Handle(callback, args, self, context)
        self.ready.append(handle)
        return handle

    def call_at(self, when, callback, *args, context=None):
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        self.timers.append(timer)
        return timer

    def _timer_handle_cancelled(self, timer):
        """`_run_once` does not run what is cancelled."""

    def _run_once(self):
        """One turn. asyncio calls it until `stop` has been called."""
        if self.timers and not self.ready:
            timer = min(self.timers, key=asyncio.TimerHandle.when)
            self.timers.remove(timer)
            self.now = max(self.now, timer.when())
            self.ready.append(timer)
        for _ in range(len(self.ready)):
            handle = self.ready.popleft()
            if not handle.cancelled():
                handle._run()
