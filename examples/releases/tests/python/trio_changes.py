"""What two changes of trio changed: `python trio_changes.py NAME` prints it for the trio on the path."""

import sys

import trio
from trio.testing import MockClock


async def fails():
    raise ValueError


async def lone_error():
    """The kind of error that leaves a nursery whose one child fails."""
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(fails)
    except Exception as error:  # noqa: BLE001, its kind is the question
        return type(error).__name__


async def limit_made_early():
    """When a block is left whose limit of 5 s was made 3 s before."""
    limit = trio.move_on_after(5)
    await trio.sleep(3)
    with limit:
        await trio.sleep(3)
    return f"{trio.current_time():.0f} s"


def run(change):
    return trio.run(change, clock=MockClock(autojump_threshold=0))


if __name__ == "__main__":
    print(run(globals()[sys.argv[1]]))
