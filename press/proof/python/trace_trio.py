"""What `trace.py` hears of trio: by its instruments, and where those are silent, by its methods."""

import sys

KEEPERS = {
    "sleep": "timer",
    "sleep_until": "timer",
    "to_thread_run_sync": "thread",
    "NurseryManager.__aexit__": "nursery",
}


def patch(trio, trace):
    """From now on each `trio.run` is told of."""
    from trio._core import _run

    tasks = Tasks(trio, trace)
    trace.LOOPS.append(_run.unrolled_run.__code__)
    trace.recorder.world("trio", trio.lowlevel.in_trio_run, trio.current_time)
    setup_runner = _run.setup_runner

    def traced_runner(clock, instruments, *options):
        instruments = [*instruments, instrument(trio, tasks)]
        return setup_runner(clock, instruments, *options)

    _run.setup_runner = traced_runner
    before(_run.Runner, "task_exited", lambda _, *end: tasks.ended(*end))
    before(_run.Task, "_attempt_abort", lambda task, _: tasks.cancelled(task))
    before(_run.Deadlines, "add", lambda _, *timer: tasks.timer_set(*timer))
    before(_run.Deadlines, "remove", lambda _, *timer: tasks.timer_gone(*timer))
    trio._core.MockClock.jump = told_jump(trio._core.MockClock.jump, trace.recorder)


def before(owner, name, tell):
    """Has a method tell before it does what it does."""
    method = getattr(owner, name)

    def told(*arguments):
        tell(*arguments)
        return method(*arguments)

    setattr(owner, name, told)


def told_jump(jump, recorder):
    def jumps(clock, seconds):
        due = recorder.time(clock.current_time() + seconds)
        recorder.tell("idle", until=due)
        jump(clock, seconds)
        recorder.tell("jump", to=due)

    return jumps


def instrument(trio, tasks):
    class Instrument(trio.abc.Instrument):
        def task_spawned(self, task):
            tasks.spawned(task)

        def task_scheduled(self, task):
            tasks.scheduled(task)

        def before_task_step(self, task):
            tasks.steps(task)

        def after_task_step(self, task):
            tasks.stepped(task)

        def before_io_wait(self, timeout):
            tasks.looks(timeout)

    return Instrument()


class Tasks:
    """The tasks of the program by their numbers; trio's own have none."""

    def __init__(self, trio, trace):
        self._trio = trio
        self._trace = trace
        self._recorder = trace.recorder
        self._numbers = {}
        self._ready = set()
        self._timers = {}
        self._slept = set()
        self._turn_begins = False

    def spawned(self, task):
        nursery = task._runner.system_nursery
        is_system = nursery is None or task.parent_nursery is nursery
        if is_system or task.coro.__qualname__ == "EntryQueue.task":
            return
        number = self._numbers[task] = next(self._recorder.numbers)
        name = "main" if number == 0 else task.coro.__qualname__
        self._recorder.tell("spawn", number, self._trace.line_here(), name=name)
        self._ready.add(number)

    def scheduled(self, task):
        number = self._numbers.get(task)
        if number is not None and number not in self._ready:
            self._ready.add(number)
            self._recorder.tell("wake", number, self._trace.line_here())

    def looks(self, timeout):
        self._turn_begins = True
        if timeout > 0 and not self._ready and not self._recorder.is_virtual:
            self._recorder.tell("idle")

    def steps(self, task):
        number = self._numbers.get(task)
        if number is None:
            return
        if self._turn_begins:
            self._turn_begins = False
            self._recorder.turn = len(self._ready)
        self._ready.discard(number)
        line = self._line(task)
        self._recorder.tell("poll", number, line)
        self._recorder.current = number
        is_cancelled = isinstance(
            getattr(task._next_send, "error", None), self._trio.Cancelled
        )
        if is_cancelled and number not in self._slept:
            self._recorder.tell("cancelled", number, line)
        self._slept.discard(number)

    def stepped(self, task):
        number = self._numbers.get(task)
        if number is not None:
            line = self._line(task)
            if number not in self._ready:
                keeper = {"with": self._keeper(task)}
                self._recorder.tell("keep", number, line, **keeper)
            self._recorder.tell("pending", number, line)
        self._recorder.current = None

    def ended(self, task, outcome):
        """Told before it wakes the task that waits for it."""
        number = self._numbers.pop(task, None)
        error = getattr(outcome, "error", None)
        if number is None:
            return
        if error is None:
            self._recorder.tell("ready", number)
            return
        text = type(error).__name__
        if not isinstance(error, self._trio.Cancelled) and str(error):
            text += f": {error}"
        self._recorder.tell("error", number, text=text)

    def cancelled(self, task):
        number = self._numbers.get(task)
        if number is not None and number not in self._slept:
            line = self._trace.line_here()
            self._recorder.tell("cancel", number, line)

    def timer_set(self, due, scope):
        number = self._recorder.current
        if number is not None:
            self._timers[scope] = number, self._is_sleep()
            due = self._recorder.time(due)
            self._recorder.tell("timer-set", number, self._trace.line_here(), due=due)

    def timer_gone(self, due, scope):
        number, is_sleep = self._timers.pop(scope, (None, False))
        if number is None:
            return
        is_due = self._recorder.current is None
        if is_due and is_sleep:
            self._slept.add(number)
        what = "timer-due" if is_due else "timer-dropped"
        self._recorder.tell(what, number, due=self._recorder.time(due))

    def _is_sleep(self):
        frame = sys._getframe(1)
        while frame and frame.f_code is not self._trio.sleep_until.__code__:
            frame = frame.f_back
        return frame is not None

    def _line(self, task):
        return self._trace.line_of(task.coro) or self._trace.first_line(task.coro)

    def _keeper(self, task):
        """What the innermost line of the program has called, or a module beside the program."""
        calls = [frame.f_code for frame in self._trace.suspended(task.coro)]
        libraries = [
            code for code in calls if self._trio.__path__[0] in code.co_filename
        ]
        innermost = libraries[0] if libraries else calls[-1]
        owner, dot, name = innermost.co_qualname.partition(".")
        return KEEPERS.get(innermost.co_qualname) or (owner.lower() if dot else name)
