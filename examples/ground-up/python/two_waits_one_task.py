import time
import types

START = time.monotonic()


def say(line):
    print(f"{time.monotonic() - START:.1f} s  {line}")


# ANCHOR: listing
@types.coroutine
def sleep(seconds):
    yield ("sleep", time.monotonic() + seconds)


async def expect(what, seconds):
    await sleep(seconds)
    say(f"{what}, due at {seconds}.0 s")


@types.coroutine
def both(*waits):
    waits = list(waits)
    while waits:
        for wait in waits[:]:
            try:
                request = wait.send(None)
            except StopIteration:
                waits.remove(wait)
        if waits:
            yield request  # one of them: a yield takes one


def run(task):
    try:
        while True:
            kind, until = task.send(None)
            time.sleep(max(0, until - time.monotonic()))
    except StopIteration:
        pass


run(both(expect("the tide turns", 2), expect("Gull docks", 1)))
# ANCHOR_END: listing
