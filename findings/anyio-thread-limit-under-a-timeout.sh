#!/usr/bin/env bash
# anyio 4.16.0 on asyncio: `to_thread.run_sync` with a `CapacityLimiter(1)` is meant to wait for
# its thread, also when it is cancelled, and under a scope of anyio it does. Under
# `asyncio.timeout`, or when the task is cancelled by `task.cancel()`, it returns at once and
# gives its token back while the thread works on. Three attempts later three threads run under a
# limit of one, and `borrowed_tokens` is 0.
#
# The manual says that "tasks are shielded from cancellation while they are waiting for a worker
# thread to finish", and that `abandon_on_cancel=True` changes this. So one would guess that the
# limit holds. However, the shield is a scope of anyio, which stops only scopes of anyio, and
# `async with limiter` is around it.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of
# `python3.11` to `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio
import threading

import anyio


class Jobs:
    """Threads that work until they may end, and how many of them there are."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.limiter = anyio.CapacityLimiter(1)
        self.may_end = threading.Event()
        self.running = self.most = 0

    def work(self, cancel):
        self.running += 1
        self.most = max(self.most, self.running)
        self.loop.call_soon_threadsafe(cancel)
        self.may_end.wait(30)
        self.running -= 1

    async def wait(self, cancel):
        await anyio.to_thread.run_sync(self.work, cancel, limiter=self.limiter)


async def scope_of_anyio(jobs):
    # With a scope the wait goes on until the thread ends, so that it has to end by itself.
    jobs.loop.call_later(0.1, jobs.may_end.set)
    with anyio.CancelScope() as scope:
        await jobs.wait(scope.cancel)


async def asyncio_timeout(jobs):
    try:
        async with asyncio.timeout(None) as limit:
            await jobs.wait(lambda: limit.reschedule(jobs.loop.time()))
    except TimeoutError:
        pass


async def task_cancel(jobs):
    task = asyncio.create_task(jobs.wait(lambda: task.cancel()))
    await asyncio.wait([task])


async def main():
    for way in scope_of_anyio, asyncio_timeout, task_cancel:
        jobs = Jobs()
        for _ in range(3):
            jobs.may_end.clear()
            await way(jobs)
        print(f"{way.__name__}: at most {jobs.most}, now {jobs.running} at work,")
        print(f"  tokens borrowed of one: {jobs.limiter.borrowed_tokens}")
        jobs.may_end.set()


asyncio.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
scope_of_anyio: at most 1, now 0 at work,
  tokens borrowed of one: 0
asyncio_timeout: at most 3, now 3 at work,
  tokens borrowed of one: 0
task_cancel: at most 3, now 3 at work,
  tokens borrowed of one: 0
SEEN

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check anyio==4.16.0
  timeout 120 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.11 to python3.15 on PATH" >&2; exit 1; }
