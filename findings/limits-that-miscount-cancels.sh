#!/usr/bin/env bash
# Two libraries for asyncio have limits that miscount the cancellations of their task.
#
# quattro 26.1.0: in the `finally` of a cancelled task, a `move_on_after` or `fail_after` that
# runs out does not stop its `CancelledError`. So the rest of the cleanup is cut off. The manual
# calls `fail_after` "effectively equivalent" to `asyncio.timeout`, which lets the cleanup go on.
# A scope of quattro stops the error only if `uncancel()` is 0 afterwards. In such a cleanup it is
# 1, for the cancellation from outside.
#
# aiotools 2.2.4: after a `move_on_after` whose body ran out of time, `cancelling()` of the task
# stays at 1. The task goes on, but a `TaskGroup` that it opens later takes this for a
# cancellation from outside: the group's error is handled by `except*`, and the next `await`
# raises `CancelledError`. The scope cancels its task by `cancel()`, and nothing calls
# `uncancel()`. Its older `timeout` leaves 0, as do all others here.
#
# Seen with CPython 3.13.0, 3.14.10 and 3.15.2, anyio 4.16.0 and async-timeout 5.0.1. Runs with
# what is on PATH of `python3.13`, `python3.14` and `python3.15`, and fails if one behaves
# otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio
import contextlib

import aiotools
import anyio
import async_timeout
import quattro


async def limited(limit):
    """Runs into a limit, which raises `TimeoutError` or moves on."""
    with contextlib.suppress(TimeoutError):
        block = limit(0.01)
        if hasattr(block, "__aenter__"):
            async with block:
                await asyncio.sleep(60)
        else:
            with block:
                await asyncio.sleep(60)


async def cleans_up(limit, done):
    try:
        await asyncio.sleep(60)
    finally:
        await limited(limit)
        done.append("cleanup ends")


async def handles(limit, done):
    await limited(limit)
    done.append(f"cancelling {asyncio.current_task().cancelling()}")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
    except* ValueError:
        done.append("error handled")
    await asyncio.sleep(0)
    done.append("goes on")


async def fails():
    raise ValueError


async def main():
    for module, name in limits:
        cleanup, later = [], []
        limit = getattr(module, name)
        task = asyncio.create_task(cleans_up(limit, cleanup))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.wait([asyncio.create_task(handles(limit, later))])
        print(f"{module.__name__}.{name}")
        print("  in a cleanup:", ", ".join(cleanup) or "cut off")
        print("  before a group:", ", ".join(later))


limits = [
    (asyncio, "timeout"),
    (async_timeout, "timeout"),
    (anyio, "fail_after"),
    (anyio, "move_on_after"),
    (quattro, "fail_after"),
    (quattro, "move_on_after"),
    (aiotools, "timeout"),
    (aiotools, "move_on_after"),
]
asyncio.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
asyncio.timeout
  in a cleanup: cleanup ends
  before a group: cancelling 0, error handled, goes on
async_timeout.timeout
  in a cleanup: cleanup ends
  before a group: cancelling 0, error handled, goes on
anyio.fail_after
  in a cleanup: cleanup ends
  before a group: cancelling 0, error handled, goes on
anyio.move_on_after
  in a cleanup: cleanup ends
  before a group: cancelling 0, error handled, goes on
quattro.fail_after
  in a cleanup: cut off
  before a group: cancelling 0, error handled, goes on
quattro.move_on_after
  in a cleanup: cut off
  before a group: cancelling 0, error handled, goes on
aiotools.timeout
  in a cleanup: cleanup ends
  before a group: cancelling 0, error handled, goes on
aiotools.move_on_after
  in a cleanup: cleanup ends
  before a group: cancelling 1, error handled
SEEN

is_seen=
for release in 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  # aiotools imports typing_extensions, and does not bring it everywhere.
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check aiotools==2.2.4 \
    anyio==4.16.0 async-timeout==5.0.1 quattro==26.1.0 typing-extensions==4.16.0
  timeout 60 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.13 to python3.15 on PATH" >&2; exit 1; }
