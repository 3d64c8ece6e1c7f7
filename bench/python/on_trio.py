"""trio's kernel."""

from time import perf_counter_ns

import trio
from trio.lowlevel import (
    Abort,
    checkpoint,
    current_task,
    reschedule,
    wait_task_rescheduled,
)
from work import Peer


class Trio(Peer):
    def run(self, work, *sizes):
        async def main():
            async with trio.open_nursery() as self.nursery:
                figures = await work(*sizes)
                self.nursery.cancel_scope.cancel()
            return figures

        return trio.run(main)

    async def together(self, functions):
        async with trio.open_nursery() as nursery:
            for function in functions:
                nursery.start_soon(function)

    async def start(self, function):
        self.nursery.start_soon(function)

    turn = staticmethod(checkpoint)
    nap = staticmethod(trio.sleep)

    def channel(self, capacity):
        sender, receiver = trio.open_memory_channel(capacity)
        return sender.send, receiver.receive

    async def oneshot(self):
        event = trio.Event()

        async def send():
            event.set()

        async with trio.open_nursery() as nursery:
            nursery.start_soon(send)
            await event.wait()

    async def park(self, slot):
        self.slots[slot] = current_task()
        await wait_task_rescheduled(lambda _: Abort.SUCCEEDED)

    async def wake(self, slot):
        # It may be woken before it parks.
        while slot not in self.slots:
            await checkpoint()
        reschedule(self.slots.pop(slot))

    async def timer_dropped_work(self, count):
        start = perf_counter_ns()
        for _ in range(count):
            with trio.move_on_after(60):  # noqa: ASYNC100
                pass
        return [(perf_counter_ns() - start) / count]

    async def stream(self, sock):
        sock = trio.socket.from_stdlib_socket(sock)
        return trio.SocketStream(sock)

    async def answer(self, stream, rounds):
        for _ in range(rounds):
            request = await stream.receive_some(4096)
            await stream.send_all(request)
