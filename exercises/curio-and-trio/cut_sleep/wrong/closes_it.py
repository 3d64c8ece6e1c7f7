from collections import deque

from on_curio import curio


def run(task):
    now, ready, asleep = 0.0, deque([(task, None)]), {}
    while ready or asleep:
        if not ready:
            task = min(asleep, key=asleep.get)
            now = asleep.pop(task)
            ready.append((task, now))
        task, answer = ready.popleft()
        try:
            request = task.send(answer)
        except (StopIteration, curio.TaskCancelled):
            continue
        match request:
            case ["trap_clock"]:
                ready.appendleft((task, now))
            case ["trap_sleep", seconds]:
                asleep[task] = now + seconds
            case ["trap_spawn", child]:
                ready.appendleft((task, child))
                ready.append((child, None))
            case ["trap_cancel_task", child, error, _]:
                ready.appendleft((task, None))
                asleep.pop(child, None)
                child.close()
