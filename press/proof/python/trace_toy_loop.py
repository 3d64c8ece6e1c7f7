"""What `trace.py` hears of asyncio on the book's own loop: by the callbacks and timers that it takes.

The engine is Rust, and does not tell of its turns; what waits inside a Rust future belongs to the task of
asyncio that awaits it.
"""


def patch(toy_loop, trace):
    """From now on each such loop is told of."""
    recorder = trace.recorder

    class TracedTimer(toy_loop.Timer):
        def __init__(self, *args):
            super().__init__(*args)
            self.owner, self.is_due = recorder.current, False
            self.tell("timer-set", trace.line_here())

        def tell(self, what, line=None):
            recorder.tell(what, self.owner, line, due=recorder.due(self))

        def _run(self):
            self.is_due = True
            self.tell("timer-due")
            super()._run()

        def cancel(self):
            if not self.is_due and not self.cancelled():
                self.tell("timer-dropped")
            super().cancel()

    class TracedLoop(toy_loop.ToyLoop):
        def __init__(self):
            super().__init__()
            recorder.world("asyncio", self.is_running, self.time)
            self.set_task_factory(trace.make_task)

        def call_soon(self, callback, *args, context=None):
            handle = super().call_soon(callback, *args, context=context)
            if task := trace.task_of(handle):
                task.queued()
            return handle

        call_soon_threadsafe = call_soon

    toy_loop.Timer, toy_loop.ToyLoop = TracedTimer, TracedLoop
