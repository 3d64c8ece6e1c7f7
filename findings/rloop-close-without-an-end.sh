#!/usr/bin/env bash
# rloop 0.5.0: a transport that is closed calls `connection_lost`, and the peer never sees the end. Its
# `recv` waits, on both sides of a connection: a server that closes leaves its client waiting, and a client
# that closes leaves its server waiting. `write_eof` is seen. On asyncio and uvloop 0.23.0 each is seen.
#
# Seen with CPython 3.11.7, 3.12.1, 3.13.0, 3.14.10 and 3.15.2. Runs with what is on PATH of `python3.11` to
# `python3.15`, and fails if one of them behaves otherwise, or if there is none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/program.py" <<'PROGRAM'
import asyncio
import socket
import threading

import rloop
import uvloop


def reads(connection, seen):
    connection.settimeout(0.5)
    try:
        while data := connection.recv(100):
            seen.append(data.decode())
        seen.append("the end")
    except TimeoutError:
        seen.append("nothing for half a second")
    connection.close()


class Ends(asyncio.Protocol):
    def __init__(self, end, lost):
        self.end, self.lost = end, lost

    def connection_made(self, transport):
        transport.write(b"hello")
        getattr(transport, self.end)()

    def connection_lost(self, error):
        self.lost.set()


async def server(end, seen, lost):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Ends(end, lost), "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    connection = await asyncio.to_thread(socket.create_connection, address)
    await asyncio.to_thread(reads, connection, seen)
    server.close()


async def client(end, seen, lost):
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    await loop.create_connection(lambda: Ends(end, lost), *address)
    connection, _ = await asyncio.to_thread(listener.accept)
    await asyncio.to_thread(reads, connection, seen)
    listener.close()


for module in asyncio, uvloop, rloop:
    for side in server, client:
        for end in "close", "write_eof":
            seen, lost = [], threading.Event()
            with asyncio.Runner(loop_factory=module.new_event_loop) as runner:
                runner.run(side(end, seen, lost))
            after = "lost" if lost.is_set() else "not lost"
            what = f"{module.__name__}: {side.__name__}'s {end}: {after}"
            print(f"{what}; the peer reads", ", ".join(seen))
PROGRAM

cat >"$work/seen" <<'SEEN'
asyncio: server's close: lost; the peer reads hello, the end
asyncio: server's write_eof: lost; the peer reads hello, the end
asyncio: client's close: lost; the peer reads hello, the end
asyncio: client's write_eof: lost; the peer reads hello, the end
uvloop: server's close: lost; the peer reads hello, the end
uvloop: server's write_eof: lost; the peer reads hello, the end
uvloop: client's close: lost; the peer reads hello, the end
uvloop: client's write_eof: lost; the peer reads hello, the end
rloop: server's close: lost; the peer reads hello, nothing for half a second
rloop: server's write_eof: lost; the peer reads hello, the end
rloop: client's close: lost; the peer reads hello, nothing for half a second
rloop: client's write_eof: lost; the peer reads hello, the end
SEEN

is_seen=
for release in 3.11 3.12 3.13 3.14 3.15; do
  "python$release" -c '' 2>/dev/null || { echo "no python$release here" >&2; continue; }
  "python$release" -m venv "$work/venv-$release"
  "$work/venv-$release/bin/pip" install --quiet --disable-pip-version-check rloop==0.5.0 uvloop==0.23.0
  "$work/venv-$release/bin/python" -W ignore "$work/program.py" >"$work/printed-$release" 2>&1
  diff -u --label "seen" --label "printed now on $release" "$work/seen" "$work/printed-$release"
  echo "$release: as seen"
  is_seen=yes
done
[ $is_seen ] || { echo "this needs one of python3.11 to python3.15 on PATH" >&2; exit 1; }
