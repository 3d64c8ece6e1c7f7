#!/usr/bin/env bash
# Four libraries that give asyncio a clock that jumps disagree about what the clock does not see.
#
# Six tasks that sleep one second each wake in the order 0 2 5 4 1 3 under looptime 0.9 and
# async-solipsism 0.10, because asyncio's heap of timers compares deadlines only; detangle 0.1.0 and
# seedloop 0.4.1 wake them in the order in which they were started.
#
# A task waits for a thread that works for a second, with a limit of 0.1 s. looptime waits in real time
# while something outside is awaited, so the wait times out as it does without the library;
# async-solipsism and detangle hold the clock until the thread has ended; seedloop refuses the thread.
#
# Seen with CPython 3.14.10. Runs with what is on PATH of `python3.14`, and fails if it behaves otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio
import threading
import warnings

import async_solipsism
import detangle
import looptime
import seedloop

# What looptime says of a thread that it does not wait for when it closes.
warnings.simplefilter("ignore", RuntimeWarning)


async def order_of_equal_sleeps():
    order = []

    async def sleeps(number):
        await asyncio.sleep(1)
        order.append(number)

    await asyncio.gather(*map(sleeps, range(6)))
    return order


async def job_in_a_thread():
    # The thread ends by itself after a real second, or when the wait for it has ended.
    may_end = threading.Event()
    try:
        await asyncio.wait_for(asyncio.to_thread(may_end.wait, 1), 0.1)
        return "the thread has ended"
    except Exception as error:
        return type(error).__name__
    finally:
        may_end.set()


def replayed(main):
    results = []

    async def scenario(world):
        results.append(await main())

    seedloop.replay(scenario, seed=7)
    return results[0]


runs = {
    "looptime": lambda main: asyncio.run(main(), loop_factory=looptime.new_event_loop),
    "async-solipsism": lambda main: asyncio.run(main(), loop_factory=async_solipsism.EventLoop),
    "detangle": detangle.run,
    "seedloop": replayed,
}
for name, run in runs.items():
    print(name, *run(order_of_equal_sleeps))
    print(f"{name}: {run(job_in_a_thread)}")
PROGRAM

cat >"$work/seen" <<'SEEN'
looptime 0 2 5 4 1 3
looptime: TimeoutError
async-solipsism 0 2 5 4 1 3
async-solipsism: the thread has ended
detangle 0 1 2 3 4 5
detangle: the thread has ended
seedloop 0 1 2 3 4 5
seedloop: BoundaryError
SEEN

python3.14 -c '' 2>/dev/null || { echo "this needs python3.14 on PATH" >&2; exit 1; }
python3.14 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  looptime==0.9 async-solipsism==0.10 detangle==0.1.0 seedloop==0.4.1
"$work/venv/bin/python" "$work/program.py" >"$work/printed"
diff -u --label "seen" --label "printed now" "$work/seen" "$work/printed"
echo "3.14: as seen"
