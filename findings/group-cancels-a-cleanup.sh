#!/usr/bin/env bash
# asyncio from Python 3.13 on: a task is cancelled once, and in its `finally` it opens a `TaskGroup` whose
# child fails. The error is handled by `except*`, and still the next `await` of the cleanup raises a second
# `CancelledError`. On 3.11 and 3.12 the cleanup goes on. With a cleanup in a task of its own, all agree.
#
# A group that raises asks `cancelling()` of its task whether it was cancelled from outside meanwhile. In a
# cleanup that counter is 1 since before the group began, and the group cancels the task again for it. A
# `timeout` block remembers the counter from its beginning, and lets the cleanup go on.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of `python3.11` to
# `python3.15`, and fails if one of them behaves otherwise, or if none is 3.13 or newer.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio


async def fails():
    raise ValueError


async def cleanup():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
    except* ValueError:
        print("  the error is handled")
    await asyncio.sleep(0)
    print("  the cleanup goes on")


async def worker(in_own_task):
    try:
        await asyncio.Event().wait()
    finally:
        await (asyncio.create_task(cleanup()) if in_own_task else cleanup())


async def main():
    for in_own_task in False, True:
        print("in a task of its own:" if in_own_task else "in place:")
        task = asyncio.create_task(worker(in_own_task))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])


asyncio.run(main())
PROGRAM

cat >"$work/3.11" <<'SEEN'
in place:
  the error is handled
  the cleanup goes on
in a task of its own:
  the error is handled
  the cleanup goes on
SEEN
cp "$work/3.11" "$work/3.12"

cat >"$work/3.13" <<'SEEN'
in place:
  the error is handled
in a task of its own:
  the error is handled
  the cleanup goes on
SEEN
cp "$work/3.13" "$work/3.14"
cp "$work/3.13" "$work/3.15"

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen on $release" --label "printed now" "$work/$release" "$work/printed-$release"
  echo "$release: as seen"
  case $release in 3.11 | 3.12) ;; *) is_seen=yes ;; esac
done
[ $is_seen ] || { echo "this needs python3.13, python3.14 or python3.15 on PATH" >&2; exit 1; }
