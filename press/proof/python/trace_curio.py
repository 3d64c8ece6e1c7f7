"""What `trace.py` hears of curio: by its activations, and by the attributes that its kernel sets."""

import virtual_clock

# The kernel's names for what a task waits for, as far as they do not begin with the thing itself.
KEEPERS = {
    "TIME_SLEEP": "timer",
    "READ_WAIT": "socket",
    "WRITE_WAIT": "socket",
    "SEMA_ACQUIRE": "semaphore",
    "COND_WAIT": "condition",
}

# What the kernel makes of its own.
OWN = "_kernel_task", "_shutdown_tasks"


def patch(curio, trace):
    """From now on each kernel is told of."""
    from curio import kernel, meta
    from curio.task import Task

    recorder = trace.recorder
    numbers, ready = {}, set()

    def line_here():
        """The line at which the task stands that has the turn."""
        current = next(
            (it for it, number in numbers.items() if number == recorder.current), None
        )
        return current and trace.line_of(current.coro)

    def line(task):
        return trace.line_of(task.coro) or trace.first_line(task.coro)

    def tell(what, task, line=None, **data):
        if task in numbers:
            recorder.tell(what, numbers[task], line, **data)

    class TracedTask(Task):
        def __setattr__(self, name, value):
            before = getattr(self, name, None)
            super().__setattr__(name, value)
            if name == "state" and value == "READY" and before != "INITIAL":
                ready.add(self)
                tell("wake", self, line_here())
            elif name in ("sleep", "timeout") and value != before:
                tell_timer(self, before, value)
            elif name == "cancelled" and value:
                tell("cancel", self, line_here())

        def send(self, value):
            if isinstance(value, curio.CancelledError):
                tell("cancelled", self, line(self))
            try:
                return super().send(value)
            except StopIteration:
                tell("ready", self)
                raise
            except BaseException as error:
                text = f"{type(error).__name__}: {error}".removesuffix(": ")
                is_name = isinstance(error, curio.CancelledError)
                tell("error", self, text=type(error).__name__ if is_name else text)
                raise

    # What the kernel's log calls it.
    TracedTask.__name__ = Task.__name__

    def tell_timer(task, before, due):
        if before is not None:
            is_due = recorder.current is None and before <= kernel.time.monotonic()
            what = "timer-due" if is_due else "timer-dropped"
            tell(what, task, due=recorder.time(before))
        if due is not None:
            tell("timer-set", task, line(task), due=recorder.time(due))

    class Told(kernel.Activation):
        def created(self, task):
            if task.coro.__name__ in OWN:
                return
            numbers[task] = next(recorder.numbers)
            ready.add(task)
            name = "main" if numbers[task] == 0 else task.coro.__qualname__
            tell("spawn", task, line_here(), name=name)

        def running(self, task):
            if task not in numbers:
                return
            if recorder.turn_begins:
                recorder.turn_begins = False
                recorder.turn = len(ready)
            ready.discard(task)
            tell("poll", task, line(task))
            recorder.current = numbers[task]

        def suspended(self, task, trap):
            if task in numbers and not task.terminated:
                if task not in ready:
                    tell("keep", task, line(task), **{"with": keeper(task, trap)})
                tell("pending", task, line(task))
            recorder.current = None

        def terminated(self, task):
            numbers.pop(task, None)

    def keeper(task, trap):
        if task.state == "TASK_JOIN":
            joined = [number for it, number in numbers.items() if it.joining is trap[1]]
            return f"task {joined[0]}" if joined else "task"
        return KEEPERS.get(task.state) or task.state.partition("_")[0].lower()

    class TracedKernel(kernel.Kernel):
        def __init__(self, *, activations=None, **options):
            activations = [*(activations or []), Told()]
            super().__init__(taskcls=TracedTask, activations=activations, **options)

    select = virtual_clock.JumpingSelector.select

    def told_select(selector, timeout=None):
        recorder.turn_begins = True
        before = selector.now
        found = select(selector, timeout)
        if selector.now > before:
            now, selector.now = selector.now, before
            recorder.tell("idle", until=recorder.time(now))
            selector.now = now
            recorder.tell("jump", to=recorder.time(now))
        return found

    virtual_clock.JumpingSelector.select = told_select
    curio.Kernel = kernel.Kernel = TracedKernel
    recorder.world("curio", meta.curio_running, lambda: kernel.time.monotonic())
