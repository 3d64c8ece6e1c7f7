#!/usr/bin/env bash
# nest_asyncio 1.6.0 on Python 3.14 and 3.15: no task knows that it is one. `asyncio.current_task()` is
# None, `asyncio.timeout` and `wait_for` raise "Timeout should be used inside a task", a `TaskGroup`
# cannot be entered, and `all_tasks()` is empty. On 3.13 all of them work.
#
# `apply()` puts asyncio's task class in Python in the place of the one in C. Since 3.14 the two keep
# their own accounts of the current task and of all tasks, and `asyncio.current_task` reads that of C.
#
# Seen with CPython 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of `python3.13`, `python3.14`
# and `python3.15`, and fails if one of them behaves otherwise, or if none is new enough.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio

import nest_asyncio


async def attempt(name, wait):
    try:
        await wait
        print(f"{name}: ends")
    except (TimeoutError, RuntimeError) as error:
        message = f"{name}: {type(error).__name__}: {error}"
        print(message.removesuffix(": "))


async def block():
    async with asyncio.timeout(0.1):
        await asyncio.sleep(5)


async def group():
    async with asyncio.TaskGroup():
        pass


async def main():
    print("current task:", "known" if asyncio.current_task() else None)
    print("all tasks:", len(asyncio.all_tasks()))
    await attempt("timeout", block())
    await attempt("wait_for", asyncio.wait_for(asyncio.Event().wait(), 0.1))
    await attempt("group", group())


nest_asyncio.apply()
asyncio.run(main())
PROGRAM

cat >"$work/3.13" <<'SEEN'
current task: known
all tasks: 1
timeout: TimeoutError
wait_for: TimeoutError
group: ends
SEEN

cat >"$work/3.14" <<'SEEN'
current task: None
all tasks: 0
timeout: RuntimeError: Timeout should be used inside a task
wait_for: RuntimeError: Timeout should be used inside a task
group: RuntimeError: TaskGroup <TaskGroup> cannot determine the parent task
SEEN
cp "$work/3.14" "$work/3.15"

is_seen=
for release in 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check nest_asyncio==1.6.0
  "$work/venv-$release/bin/python" -W ignore "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen on $release" --label "printed now" "$work/$release" "$work/printed-$release"
  echo "$release: as seen"
  [ $release = 3.13 ] || is_seen=yes
done
[ $is_seen ] || { echo "this needs python3.14 or python3.15 on PATH" >&2; exit 1; }
