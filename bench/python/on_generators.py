"""The book's loop of generators, of examples/ground-up/python."""

from collections import deque
from contextlib import suppress

from async_socket import AsyncSocket, wait_for
from deadline_loop import DeadlineLoop, sleep
from work import Peer


class Loop(DeadlineLoop):
    """Has turns and parked tasks as well."""

    def __init__(self):
        super().__init__()
        self.parked = {}

    def wait(self, task, reason, what):
        if reason == "turn":
            self.ready.append(task)
        elif reason == "park":
            self.parked[what] = task
        else:
            super().wait(task, reason, what)

    def wake(self, what):
        self.ready.append(self.parked.pop(what))


class Over(Exception):
    """Main has its figures. Others may still be parked."""


class Generators(Peer):
    def run(self, work, *sizes):
        self.loop = Loop()

        async def main():
            raise Over(await work(*sizes))

        self.loop.spawn(main())
        try:
            self.loop.run()
        except Over as over:
            (figures,) = over.args
            return figures

    async def together(self, functions):
        left = len(functions)

        async def one(function):
            nonlocal left
            await function()
            left -= 1
            if left == 0 and done in self.loop.parked:
                self.loop.wake(done)

        done = object()
        for function in functions:
            self.loop.spawn(one(function))
        if left:
            await wait_for("park", done)

    async def start(self, function):
        self.loop.spawn(function())

    def turn(self):
        return wait_for("turn", None)

    async def nap(self, seconds):
        # A deadline that is over already is refused.
        with suppress(TimeoutError):
            await sleep(seconds)

    def channel(self, capacity):
        items = deque()

        async def put(item):
            while len(items) == capacity:
                await self.park("room")
            items.append(item)
            if "item" in self.loop.parked:
                self.loop.wake("item")

        async def get():
            while not items:
                await self.park("item")
            if "room" in self.loop.parked:
                self.loop.wake("room")
            return items.popleft()

        return put, get

    async def oneshot(self):
        sent = object()

        async def send():
            self.loop.wake(sent)

        self.loop.spawn(send())
        await self.park(sent)

    async def park(self, slot):
        await wait_for("park", slot)

    async def wake(self, slot):
        # It may be woken before it parks.
        while slot not in self.loop.parked:
            await self.turn()
        self.loop.wake(slot)

    async def stream(self, sock):
        return AsyncSocket(sock)

    async def answer(self, stream, rounds):
        for _ in range(rounds):
            request = await stream.recv(4096)
            await stream.sendall(request)
