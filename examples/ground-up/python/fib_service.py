"""The finished service: python fib_service.py [port].

One line holds one number; one line answers it.
"""

import signal
import socket
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from time import monotonic

from deadline_loop import DeadlineLoop, PatientSocket, sleep
from future_loop import result_of
from service import LARGEST, LONGEST_LINE, answer, fib

SELECT_LIMIT = 1024
HEAVY = 18
PATIENCE = 10.0
MOST_CLIENTS = 500


class BadRequest(Exception):
    """Its text is the answer."""


class FibService:
    def __init__(self, loop, pool, patience=PATIENCE):
        self.loop = loop
        self.pool = pool
        self.patience = patience
        self.clients = 0

    async def serve(self, listener):
        while True:
            try:
                client = await listener.accept()
            except OSError:  # no descriptor left, or a client who left
                await sleep(0.1)
                continue
            if client.sock.fileno() >= SELECT_LIMIT:
                client.close()
                continue
            self.clients += 1
            self.loop.spawn(self.attend(client))

    async def attend(self, client):
        try:
            if self.clients > MOST_CLIENTS:
                await self.refuse(client, "too many clients")
            else:
                await self.answer_all(client)
        except OSError:
            pass  # this client has left
        finally:
            client.close()
            self.clients -= 1

    async def answer_all(self, client):
        lines = Lines(client)
        while True:
            client.deadline = monotonic() + self.patience
            try:
                line = await lines.next()
            except BadRequest as error:
                return await self.refuse(client, error)
            except TimeoutError:
                return await self.refuse(client, "no line in time")
            if line is None:
                return
            reply = await self.answer(line)
            client.deadline = monotonic() + self.patience
            try:
                await client.sendall(reply)
            except TimeoutError:
                return client.reset()

    async def answer(self, line):
        number = line.strip(b" \t\r\n")
        if not number.isdigit() or not HEAVY <= int(number) <= LARGEST:
            return answer(line)
        try:
            result = await result_of(self.pool.submit(fib, int(number)))
        except BrokenProcessPool:
            return b"error: nobody is left to compute it\n"
        return b"%d\n" % result

    async def refuse(self, client, reason):
        """Says why, and takes what the client still sends.

        Closed with bytes unread, the connection would be reset, and
        the reason could be lost on its way.
        """
        client.deadline = monotonic() + self.patience
        await client.sendall(f"error: {reason}\n".encode())
        client.sock.shutdown(socket.SHUT_WR)
        while await client.recv(65536):
            pass


class Lines:
    """Cuts what a client sends into lines."""

    def __init__(self, client):
        self.client = client
        self.unread = b""

    async def next(self):
        while b"\n" not in self.unread[: LONGEST_LINE + 1]:
            if len(self.unread) > LONGEST_LINE:
                raise BadRequest("line too long")
            more = await self.client.recv(4096)
            if not more:
                if self.unread:
                    raise BadRequest("the last line has no end")
                return None
            self.unread += more
        line, end, self.unread = self.unread.partition(b"\n")
        return line + end


def main(port=0, patience=PATIENCE):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    loop = DeadlineLoop()
    address = ("127.0.0.1", int(port))
    workers = ProcessPoolExecutor(2, get_context("spawn"))
    with (
        workers as pool,
        socket.create_server(address, backlog=MOST_CLIENTS) as listener,
    ):
        print(f"port {listener.getsockname()[1]}", flush=True)
        service = FibService(loop, pool, float(patience))
        loop.spawn(service.serve(PatientSocket(listener)))
        loop.run()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        pass
