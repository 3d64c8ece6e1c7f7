# clock: real
import time

import trio
from trio.testing import MockClock


def measure():
    time.sleep(0.5)
    return 20


async def main():
    with trio.move_on_after(60) as limit:
        degrees = await trio.to_thread.run_sync(
            measure, abandon_on_cancel=True
        )
        print(f"{trio.current_time():.0f} s  {degrees} degrees")
    if limit.cancelled_caught:
        print(f"{trio.current_time():.0f} s  no answer")


trio.run(main, clock=MockClock(autojump_threshold=0))
