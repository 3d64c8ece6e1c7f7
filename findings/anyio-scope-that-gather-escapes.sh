#!/usr/bin/env bash
# anyio 4.16.0 on asyncio: a scope runs out while its block waits for `asyncio.gather`, and each
# child of the gather answers the cancellation by returning a value. `move_on_after` does not move
# on, `fail_after` raises no `TimeoutError`, and the task ends as cancelled, although only its own
# limit has passed. In a task group of anyio the task is missing without any error. If one child
# passes the cancellation on, or if the children are in a `TaskGroup`, the scope works.
# `asyncio.timeout` raises `TimeoutError` in each case.
#
# One would guess that a scope knows by itself that it has cancelled its task. However, a scope on
# asyncio recognises its cancellation by a text in the `CancelledError`, or in a `CancelledError`
# that came before it (`is_anyio_cancellation`). `gather` makes a new error from the last child.
# That child was not cancelled in the end, so it has no such text. With `return_exceptions=True`,
# children that fail have the same effect.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of
# `python3.11` to `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio

import anyio


async def returns():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return "what there is so far"


async def fails():
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError


async def both_return():
    await asyncio.gather(returns(), returns())


async def both_fail():
    await asyncio.gather(fails(), fails(), return_exceptions=True)


async def one_passes_it_on():
    await asyncio.gather(returns(), asyncio.sleep(60))


async def both_return_in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(returns())
        group.create_task(returns())


async def move_on_after(body):
    with anyio.move_on_after(0.01):
        await body()


async def fail_after(body):
    with anyio.fail_after(0.01):
        await body()


async def timeout(body):
    async with asyncio.timeout(0.01):
        await body()


async def worker():
    with anyio.move_on_after(0.01):
        await both_return()
    print("the worker goes on")


async def main():
    for body in both_return, both_fail, one_passes_it_on, both_return_in_a_group:
        print(body.__name__)
        for limit in timeout, fail_after, move_on_after:
            task = asyncio.create_task(limit(body))
            await asyncio.wait([task])
            if task.cancelled():
                print(f"  {limit.__name__}: the task ends as cancelled")
            elif error := task.exception():
                print(f"  {limit.__name__}: {type(error).__name__}")
            else:
                print(f"  {limit.__name__}: goes on")
    async with anyio.create_task_group() as group:
        group.start_soon(worker)
    print("the group of the worker has ended")


asyncio.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
both_return
  timeout: TimeoutError
  fail_after: the task ends as cancelled
  move_on_after: the task ends as cancelled
both_fail
  timeout: TimeoutError
  fail_after: the task ends as cancelled
  move_on_after: the task ends as cancelled
one_passes_it_on
  timeout: TimeoutError
  fail_after: TimeoutError
  move_on_after: goes on
both_return_in_a_group
  timeout: TimeoutError
  fail_after: TimeoutError
  move_on_after: goes on
the group of the worker has ended
SEEN

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check anyio==4.16.0
  timeout 60 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.11 to python3.15 on PATH" >&2; exit 1; }
