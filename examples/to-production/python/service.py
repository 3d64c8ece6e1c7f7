"""Takes orders over HTTP and keeps each one that it has accepted.

`service.py LEDGER [PORT]` appends the orders to the file LEDGER. The
limits are in the environment.
"""

import asyncio
import contextlib
import os
import queue
import signal
import socket
import sys
import threading
from http import HTTPStatus

ORDER = 1024  # the longest, in bytes
HEAD = 16 * 1024


def number(name, default):
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) == 0:
        sys.exit(f"{name} is no positive number")
    return int(value)


def log(line):
    """Print a line. That nobody reads the log is no reason to stop."""
    with contextlib.suppress(OSError):
        os.write(sys.stdout.fileno(), f"{line}\n".encode())


class Limits:
    connections = number("MAX_CONNECTIONS", 500)
    queue = number("QUEUE", 100)
    request = number("REQUEST_MS", 5_000) / 1000
    drain = number("DRAIN_MS", 10_000) / 1000


class Failed(Exception):
    """The ledger has failed."""


# ANCHOR: write
class Ledger:
    """A file to which a thread of its own appends orders."""

    def __init__(self, path):
        self.loop = asyncio.get_running_loop()
        self.failure = self.loop.create_future()
        self.orders = queue.Queue(Limits.queue)
        # The end of the program does not wait for a daemon thread.
        threading.Thread(
            target=self._keep, args=[path], daemon=True
        ).start()

    async def write(self, text):
        """Return when the order is on the disk."""
        written = self.loop.create_future()
        if not self.failure.done():
            self.orders.put_nowait((text, written))
        await asyncio.wait(
            {written, self.failure},
            return_when=asyncio.FIRST_COMPLETED,
        )
        if not written.done():
            raise Failed

    # ANCHOR_END: write

    # ANCHOR: keep
    def _keep(self, path):
        try:
            with open(path, "ab", opener=on_disk) as file:
                # A line that a crash has torn ends here.
                file.write(b"\n")
                file.flush()
                while True:
                    batch = self._batch()
                    lines = "".join(f"{text}\n" for text, _ in batch)
                    file.write(lines.encode())
                    file.flush()
                    self._tell(self._written, batch)
        except OSError as error:
            self._tell(self.failure.set_result, error)

    def _batch(self):
        batch = [self.orders.get()]
        with contextlib.suppress(queue.Empty):
            while True:
                batch.append(self.orders.get_nowait())
        return batch

    def _tell(self, function, *args):
        # A loop that has ended does not ask.
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(function, *args)

    def _written(self, batch):
        for _, written in batch:
            written.set_result(None)

    # ANCHOR_END: keep


def on_disk(path, flags):
    """Open a file whose writes return when they are on the disk."""
    return os.open(path, flags | os.O_DSYNC, 0o666)


class Refused(Exception):
    """A request that gets this status for an answer."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


async def read_request(reader, start):
    """Read the rest of a request; `start` is there already."""
    try:
        head = start + await reader.readuntil(b"\r\n\r\n")
        method, path, headers = parse_head(head.decode("latin-1"))
        if "transfer-encoding" in headers:
            raise Refused(HTTPStatus.LENGTH_REQUIRED)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()):
            raise Refused(HTTPStatus.BAD_REQUEST)
        if len(length) > 9 or int(length) > ORDER:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return method, path, await reader.readexactly(int(length))
    except asyncio.LimitOverrunError:
        raise Refused(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        ) from None
    except (asyncio.IncompleteReadError, ValueError):
        raise Refused(HTTPStatus.BAD_REQUEST) from None


def parse_head(head):
    line, *fields = head.removesuffix("\r\n\r\n").split("\r\n")
    method, path, version = line.split(" ")
    if version not in ("HTTP/1.0", "HTTP/1.1"):
        raise ValueError(version)
    headers = {}
    for field in fields:
        name, colon, value = field.partition(":")
        name = name.lower()
        if not colon or not name or name.split() != [name]:
            raise ValueError(field)
        # Two lengths would leave the end of the request open.
        if name in headers and name == "content-length":
            raise ValueError(field)
        headers[name] = value.strip(" \t")
    return method, path, headers


def response(status, text):
    body = text.encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        f"content-length: {len(body)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body


class Shop:
    """What the service does with a connection."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.connections = set()
        self.stopping = False
        self.silent = set()
        self.accepted = self.shed = self.most_open = self.cut = 0

    # ANCHOR: serve
    async def serve(self, wire):
        """Answer one request, within its time."""
        self.most_open = max(self.most_open, len(self.connections))
        try:
            async with asyncio.timeout(2 * Limits.request):
                reader, writer = await asyncio.open_connection(
                    sock=wire, limit=HEAD
                )
                try:
                    writer.write(await self.answer(reader))
                    await writer.drain()
                    writer.close()
                    await writer.wait_closed()
                finally:
                    writer.transport.abort()
        except TimeoutError:
            self.cut += 1
        except (OSError, EOFError):
            pass  # A client that breaks off is no concern.

    async def answer(self, reader):
        # A service that stops closes what has sent nothing yet.
        if self.stopping:
            raise ConnectionAbortedError
        task = asyncio.current_task()
        self.silent.add(task)
        try:
            start = await reader.readexactly(1)
        finally:
            self.silent.discard(task)
        try:
            async with asyncio.timeout(Limits.request):
                request = await read_request(reader, start)
            return response(*await self.respond(*request))
        except Refused as refused:
            return response(refused.status, "no order\n")
        except TimeoutError:
            return response(HTTPStatus.REQUEST_TIMEOUT, "too slow\n")

    # ANCHOR_END: serve

    async def respond(self, method, path, body):
        match method, path:
            case "POST", "/orders":
                return await self.order(body)
            case "GET", "/metrics":
                return HTTPStatus.OK, self.metrics()
            case _:
                return HTTPStatus.NOT_FOUND, "not here\n"

    # ANCHOR: order
    async def order(self, body):
        text = body.decode("latin-1")
        if not text or not text.isascii() or not text.isprintable():
            raise Refused(HTTPStatus.BAD_REQUEST)
        try:
            async with asyncio.timeout(Limits.request):
                await self.ledger.write(text)
        except queue.Full:
            self.shed += 1
            return HTTPStatus.SERVICE_UNAVAILABLE, "try later\n"
        except Failed:
            return HTTPStatus.INTERNAL_SERVER_ERROR, "no ledger\n"
        except TimeoutError:
            return HTTPStatus.GATEWAY_TIMEOUT, "not known\n"
        self.accepted += 1
        return HTTPStatus.CREATED, "accepted\n"

    # ANCHOR_END: order

    def metrics(self):
        values = {
            "orders_accepted": self.accepted,
            "orders_shed": self.shed,
            "orders_waiting": self.ledger.orders.qsize(),
            "connections_open": len(self.connections),
            "connections_most": self.most_open,
            "connections_cut": self.cut,
        }
        return "".join(
            f"{name} {value}\n" for name, value in values.items()
        )


# ANCHOR: accept
async def accept(listener, shop):
    loop = asyncio.get_running_loop()
    room = asyncio.Semaphore(Limits.connections)

    def leave(connection):
        shop.connections.discard(connection)
        room.release()

    while True:
        await room.acquire()
        try:
            wire, _ = await loop.sock_accept(listener)
        except OSError as error:
            # Out of descriptors: one is free when a client leaves.
            log(f"accept: {error}")
            room.release()
            await asyncio.sleep(0.1)
            continue
        connection = asyncio.create_task(shop.serve(wire))
        shop.connections.add(connection)
        connection.add_done_callback(leave)


# ANCHOR_END: accept


async def main(path, port=0):
    loop = asyncio.get_running_loop()
    ledger = Ledger(path)
    shop = Shop(ledger)
    stop = loop.create_future()

    def stop_for(reason):
        if not stop.done():
            stop.set_result(reason)

    loop.add_signal_handler(signal.SIGTERM, stop_for, "terminated")
    loop.add_signal_handler(signal.SIGINT, stop_for, "interrupted")
    address = ("127.0.0.1", int(port))
    # ANCHOR: stop
    with socket.create_server(address, backlog=1024) as listener:
        listener.setblocking(False)
        host, port = listener.getsockname()
        log(f"listening on {host}:{port}")
        accepting = asyncio.create_task(accept(listener, shop))
        await asyncio.wait(
            {stop, ledger.failure, accepting},
            return_when=asyncio.FIRST_COMPLETED,
        )
        accepting.cancel()
        await asyncio.wait({accepting})
    if is_well := stop.done():
        log(stop.result())
    else:
        log(f"the ledger failed: {ledger.failure.result()}")

    shop.stopping = True
    for connection in shop.silent:
        connection.cancel()
    if shop.connections:
        _, left = await asyncio.wait(
            shop.connections, timeout=Limits.drain
        )
        if left:
            log(f"{len(left)} connections cut")
            is_well = False
    # ANCHOR_END: stop
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
