from collections import deque

from on_curio import curio


async def buoy(name, seconds):
    await curio.sleep(seconds)
    print(f"{await curio.clock():.1f} s  {name}")


async def main():
    await curio.traps._spawn(buoy("north", 2))
    await curio.traps._spawn(buoy("south", 1))


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
        except StopIteration:
            continue
        match request:
            case ["trap_clock"]:
                ready.appendleft((task, now))
            case ["trap_sleep", seconds]:
                asleep[task] = now + seconds
            case ["trap_spawn", child]:
                ready.appendleft((task, child))
                ready.append((child, None))


run(main())
