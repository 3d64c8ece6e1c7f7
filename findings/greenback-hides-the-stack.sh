#!/usr/bin/env bash
# greenback 1.3.0 on asyncio: after `await greenback.ensure_portal()` a task shows no line of its
# own code any more. Its `get_stack()`, its repr, `all_tasks()` with `get_coro()`, and the call
# graph of Python 3.14 name one function, `greenback_shim`, in each task alike. This lasts to the
# end of the task, also where no synchronous code is involved, so a dump of a service that hangs
# does not say where. `with_portal_run` keeps the frames of its caller only.
#
# One would guess that a portal is a mark that the task has one: the name says "ensure", and
# nothing is passed to it. And SQLAlchemy 2.1.9, whose `greenlet_spawn` switches greenlets, too,
# keeps all async frames in the call graph, below and above the synchronous function.
#
# `ensure_portal` takes the task's coroutine out and puts another in its place, which runs the old
# one in a greenlet. The introspection follows `cr_await` from the new one, and a greenlet
# is no object that is awaited. `greenlet_spawn` awaits in its own frame what the greenlet gives
# it, so the chain of `cr_await` is whole. The manual tells of the switches, and that some C
# extensions may not bear them. It does not speak of the stacks.
#
# Seen with CPython 3.14.10 and 3.15.2. Runs with what is on PATH of `python3.14` and
# `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio

import greenback
from sqlalchemy.util import await_only, greenlet_spawn


async def leaf():
    await asyncio.Event().wait()


async def plain():
    await leaf()


async def with_a_portal():
    await greenback.ensure_portal()
    await leaf()


def calls_back_by_greenback():
    greenback.await_(leaf())


async def awaits_in_a_portal():
    await greenback.ensure_portal()
    calls_back_by_greenback()


async def runs_with_a_portal():
    await greenback.with_portal_run(plain)


def calls_back_by_sqlalchemy():
    await_only(leaf())


async def spawns_a_greenlet():
    await greenlet_spawn(calls_back_by_sqlalchemy)


async def main():
    for body in (
        plain,
        with_a_portal,
        awaits_in_a_portal,
        runs_with_a_portal,
        spawns_a_greenlet,
    ):
        task = asyncio.create_task(body())
        await asyncio.sleep(0.01)
        print(body.__name__)
        print("  get_stack:", *[frame.f_code.co_name for frame in task.get_stack()])
        print("  coroutine:", task.get_coro().__name__)
        graph = asyncio.capture_call_graph(task).call_stack
        print("  call graph:", *[entry.frame.f_code.co_name for entry in graph])
        task.cancel()
        await asyncio.wait([task])


asyncio.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
plain
  get_stack: plain
  coroutine: plain
  call graph: wait leaf plain
with_a_portal
  get_stack: greenback_shim
  coroutine: greenback_shim
  call graph: greenback_shim
awaits_in_a_portal
  get_stack: greenback_shim
  coroutine: greenback_shim
  call graph: greenback_shim
runs_with_a_portal
  get_stack: runs_with_a_portal
  coroutine: runs_with_a_portal
  call graph: with_portal_run runs_with_a_portal
spawns_a_greenlet
  get_stack: spawns_a_greenlet
  coroutine: spawns_a_greenlet
  call graph: wait leaf greenlet_spawn spawns_a_greenlet
SEEN

is_seen=
for release in 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check \
    --only-binary :all: greenback==1.3.0 greenlet==3.5.6 sqlalchemy==2.1.9
  timeout 60 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.14 and python3.15 on PATH" >&2; exit 1; }
