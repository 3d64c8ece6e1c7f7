#!/usr/bin/env bash
# aiojobs 1.4.0: `job.wait(timeout=0.2)` is cancelled after 0.1 s, and the job is meant to run on.
# It does so for another 0.1 s. Then the limit of the cancelled wait runs out and cancels the job,
# and a later `job.wait()` without a limit raises `CancelledError`. A wait without a limit leaves
# the job alone when it is cancelled. So a caller that has gone decides when the job ends.
#
# With a job that is still pending, a limit that runs out cancels the future that says whether the
# job has started. The wait raises `InvalidStateError` in place of `TimeoutError`. If the wait was
# cancelled before, the job starts later, and the callback that starts it fails: the loop's
# exception handler gets an `InvalidStateError`. Then the job runs to its end, and until then
# every wait for it raises `CancelledError`.
#
# One would guess that the limit belongs to the wait, because the comment in the source says
# "Don't stop inner coroutine on explicit cancel". The manual says that a wait whose timeout is
# exceeded raises `TimeoutError`, and that the job is closed after it. However, the wait shields
# `_do_wait`, which has `asyncio.timeout` in it and awaits the job's task directly. The cancelled
# caller leaves this inner task behind, with its limit, and the limit cancels what it awaits: the
# task of the job, or the future `_started`.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of
# `python3.11` to `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio

import aiojobs


async def works():
    await asyncio.sleep(0.4)
    return "done"


async def outcome(waiting):
    """What a task of its own gets from the wait."""
    task = asyncio.create_task(waiting)
    await asyncio.wait([task])
    if task.cancelled():
        return "CancelledError"
    return repr(task.exception()) if task.exception() else repr(task.result())


async def cancelled_wait(job, limit):
    wait = asyncio.create_task(job.wait(timeout=limit))
    await asyncio.sleep(0.1)
    wait.cancel()
    await asyncio.wait([wait])
    print("  the job is", "closed" if job.closed else "not closed")


async def main():
    for limit in None, 0.2:
        async with aiojobs.Scheduler() as scheduler:
            print(f"a wait with the limit {limit} is cancelled")
            job = await scheduler.spawn(works())
            await cancelled_wait(job, limit)
            print("  the next wait:", await outcome(job.wait()))

    async with aiojobs.Scheduler(limit=1) as scheduler:
        print("the limit of a wait for a pending job runs out")
        first = await scheduler.spawn(works())
        job = await scheduler.spawn(works())
        print("  this wait:", await outcome(job.wait(timeout=0.1)))
        print("  the first job:", await outcome(first.wait()))

    async with aiojobs.Scheduler(limit=1) as scheduler:
        print("a wait for a pending job with the limit 0.2 is cancelled")
        first = await scheduler.spawn(works())
        job = await scheduler.spawn(works())
        await cancelled_wait(job, 0.2)
        print("  the first job:", await outcome(first.wait()))
        print("  the next wait:", await outcome(job.wait()))
        await asyncio.sleep(0.6)
        print("  the wait after its end:", await outcome(job.wait()))


def report(loop, context):
    # The task that the wait left behind ends with an error, which is reported at any time.
    if "never retrieved" not in context["message"]:
        print("  reported:", repr(context["exception"]))


with asyncio.Runner() as runner:
    runner.get_loop().set_exception_handler(report)
    runner.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
a wait with the limit None is cancelled
  the job is not closed
  the next wait: 'done'
a wait with the limit 0.2 is cancelled
  the job is not closed
  the next wait: CancelledError
the limit of a wait for a pending job runs out
  this wait: InvalidStateError('invalid state')
  the first job: 'done'
a wait for a pending job with the limit 0.2 is cancelled
  the job is not closed
  reported: InvalidStateError('invalid state')
  the first job: 'done'
  the next wait: CancelledError
  the wait after its end: 'done'
SEEN

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check aiojobs==1.4.0
  timeout 60 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.11 to python3.15 on PATH" >&2; exit 1; }
