#!/usr/bin/env bash
# rloop 0.5.0: a call that was made with `call_soon` and then cancelled runs nevertheless, if its
# function has exactly one argument. With no argument, with two or with three it does not run. The
# same holds for `call_later` with a delay of 0 or less, for `call_at` with a moment that has
# passed, for `call_soon_threadsafe`, and if another callback cancels the call. A call with a
# delay above 0 is a `TimerHandle`, and its cancel works.
#
# One would guess that the number of arguments means nothing. The manual of rloop lists its
# differences from asyncio, and this is not among them.
#
# Up to 0.3.1 there was one class of handles for such calls, and none of them ran. Since 0.4.0 the
# handle of a call with one argument has a class of its own, `CBHandle1`, and so has one without
# arguments. asyncio's own code cancels such calls only without an argument, as
# `asyncio.timeout(0)` does. So it is a callback of the program, or of a library, that runs
# although it was cancelled.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of
# `python3.11` to `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio

import rloop
import uvloop


async def main():
    loop = asyncio.get_running_loop()
    ways = {
        "call_soon": loop.call_soon,
        "call_later(0)": lambda *call: loop.call_later(0, *call),
        "call_later(0.001)": lambda *call: loop.call_later(0.001, *call),
        "call_at(0)": lambda *call: loop.call_at(0, *call),
        "threadsafe": loop.call_soon_threadsafe,
    }
    for count in range(4):
        ran = []

        def callback(*arguments):
            ran.append(way)

        for way, ask in ways.items():
            ask(callback, *range(count)).cancel()
            await asyncio.sleep(0.01)
        way = "callback"
        loop.call_soon(lambda: handle.cancel())
        handle = loop.call_soon(callback, *range(count))
        await asyncio.sleep(0.01)
        print(f"  arguments: {count}, cancelled calls that ran: {', '.join(ran) or 'none'}")


for engine in asyncio, uvloop, rloop:
    print(engine.__name__)
    with asyncio.Runner(loop_factory=engine.new_event_loop) as runner:
        runner.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
asyncio
  arguments: 0, cancelled calls that ran: none
  arguments: 1, cancelled calls that ran: none
  arguments: 2, cancelled calls that ran: none
  arguments: 3, cancelled calls that ran: none
uvloop
  arguments: 0, cancelled calls that ran: none
  arguments: 1, cancelled calls that ran: none
  arguments: 2, cancelled calls that ran: none
  arguments: 3, cancelled calls that ran: none
rloop
  arguments: 0, cancelled calls that ran: none
  arguments: 1, cancelled calls that ran: call_soon, call_later(0), call_at(0), threadsafe, callback
  arguments: 2, cancelled calls that ran: none
  arguments: 3, cancelled calls that ran: none
SEEN

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check \
    --only-binary :all: rloop==0.5.0 uvloop==0.23.0
  timeout 60 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.11 to python3.15 on PATH" >&2; exit 1; }
