#!/usr/bin/env bash
# asyncio since Python 3.12, and uvloop 0.23.0: a program sends three blocks and fills the same
# `bytearray` for each of them, with `await writer.drain()` after every write. The peer reads
# slowly, and it gets the rest of the first block, the second and the third with the text of the
# third block. There is no error. The same holds for a `memoryview` of the array. On Python 3.11,
# on rloop 0.5.0, and with `bytes` it gets the three blocks.
#
# One would guess that `write` copies what it cannot send, because 3.11 does, and that after
# `drain` the array is free again, as `readinto` and `sendall` on a blocking socket allow. The
# manual calls the buffer "internal", and it allows a `bytearray`. However, the buffer holds
# views of the caller's array. And `drain` returns at once as long as no more than 64 KiB are
# waiting, so it says nothing about a block of 20,000 bytes.
#
# From the source: up to 3.11, `_SelectorSocketTransport.write` does `self._buffer.extend(data)`
# on an array of its own. Since 3.12 it puts `data`, or a view of its rest, into a queue (pull
# request 31871 of cpython, "zero copy"). uvloop keeps a list of what was written, too.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of
# `python3.11` to `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio
import itertools
import socket

import rloop
import uvloop

SIZE = 20_000


async def send(writer, kind):
    block = bytearray(SIZE)
    for letter in b"A", b"B", b"C":
        block[:] = letter * SIZE
        writer.write(kind(block))
        await writer.drain()


async def received(kind):
    near, far = socket.socketpair()
    # Less than one block fits into the socket, and all three into the writer's 64 KiB.
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    far.setblocking(False)
    _, writer = await asyncio.open_connection(sock=near)
    await send(writer, kind)
    text = b""
    async with asyncio.timeout(10):
        while len(text) < 3 * SIZE:
            text += await asyncio.get_running_loop().sock_recv(far, SIZE)
    writer.close()
    far.close()
    return "".join(letter for letter, _ in itertools.groupby(text.decode()))


def same(block):
    return block


async def main():
    for kind in bytes, same, memoryview:
        name = "bytearray" if kind is same else kind.__name__
        print(f"  {name}: {await received(kind)}")


for engine in asyncio, uvloop, rloop:
    print(engine.__name__)
    with asyncio.Runner(loop_factory=engine.new_event_loop) as runner:
        runner.run(main())
PROGRAM

cat >"$work/seen" <<'SEEN'
asyncio
  bytes: ABC
  bytearray: AC
  memoryview: AC
uvloop
  bytes: ABC
  bytearray: AC
  memoryview: AC
rloop
  bytes: ABC
  bytearray: ABC
  memoryview: ABC
SEEN
# On 3.11 asyncio copies.
sed '3,4s/AC/ABC/' "$work/seen" >"$work/seen-3.11"

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check \
    rloop==0.5.0 uvloop==0.23.0
  timeout 60 "$work/venv-$release/bin/python" "$work/program.py" >"$work/printed-$release" 2>&1
  seen="$work/seen"
  [ "$release" != 3.11 ] || seen="$work/seen-3.11"
  diff -u --label "seen" --label "printed now on $release" "$seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.11 to python3.15 on PATH" >&2; exit 1; }
