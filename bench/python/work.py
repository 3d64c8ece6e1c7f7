"""The work, one and the same text for each loop of Python.

It is what bench/src/work has for those of Rust. A figure is the time of one
operation in nanoseconds, if nothing else is said.
"""

import os
import socket
from functools import partial
from time import perf_counter_ns, process_time_ns

MAIN = "main"


async def nothing():
    pass


def resident():
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Peer:
    """What is the same on each loop; the rest is in the modules on_*.

    `together` runs functions as tasks until all are over, `start` runs one
    and does not wait, `turn` gives way, `nap` sleeps. `park` waits until
    another task calls `wake` with the same slot.
    """

    def __init__(self):
        self.slots = {}

    async def spawn_all_work(self, count):
        start = perf_counter_ns()
        await self.together([nothing] * count)
        return [(perf_counter_ns() - start) / count]

    async def spawn_one_by_one_work(self, count):
        start = perf_counter_ns()
        for _ in range(count):
            await self.together([nothing])
        return [(perf_counter_ns() - start) / count]

    async def yield_work(self, tasks, count):
        async def yields():
            for _ in range(count // tasks):
                await self.turn()

        start = perf_counter_ns()
        await self.together([yields] * tasks)
        return [(perf_counter_ns() - start) / count]

    async def message_work(self, count):
        send, receive = self.channel(100)

        async def produce():
            for n in range(count):
                await send(n)

        async def consume():
            for _ in range(count):
                await receive()

        start = perf_counter_ns()
        await self.together([produce, consume])
        return [(perf_counter_ns() - start) / count]

    async def oneshot_work(self, count):
        start = perf_counter_ns()
        for _ in range(count):
            await self.oneshot()
        return [(perf_counter_ns() - start) / count]

    async def sleep_work(self, count):
        """Deadlines in each of the next thousand microseconds."""
        start = perf_counter_ns()
        naps = [partial(self.nap, n % 1000 / 1e6) for n in range(count)]
        await self.together(naps)
        return [(perf_counter_ns() - start) / count]

    async def sleepers_work(self, count):
        """The bytes of a task that sleeps, of so many."""
        asleep = 0

        async def sleeper():
            nonlocal asleep
            asleep += 1
            if asleep == count:
                await self.wake(MAIN)
            await self.nap(3600)

        before = resident()
        for _ in range(count):
            await self.start(sleeper)
        await self.park(MAIN)
        return [(resident() - before) / count]

    async def beside_work(self, few, many, count):
        """Of each crowd of parked tasks: the time until one that is woken
        has woken main, and the time to spawn one more and join it."""
        figures = []
        for crowd in few, many:
            await self.crowd(crowd)
            start = perf_counter_ns()
            for n in range(count):
                await self.wake(n % crowd)
                await self.park(MAIN)
            woken = perf_counter_ns()
            for _ in range(count):
                await self.together([nothing])
            spawned = perf_counter_ns()
            figures += (
                (woken - start) / count,
                (spawned - woken) / count,
            )
        return figures

    async def crowd(self, size):
        arrived = 0

        async def parked(slot):
            nonlocal arrived
            arrived += 1
            if arrived == size:
                await self.wake(MAIN)
            while True:
                await self.park(slot)
                await self.wake(MAIN)

        for slot in range(size):
            await self.start(partial(parked, slot))
        await self.park(MAIN)

    async def echo_work(self, connections, rounds):
        """The CPU time of all requests of 64 bytes. Each connection is
        kept until all is answered."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            print(f"port {listener.getsockname()[1]}", flush=True)
            # All at once: a queue that is full makes clients wait.
            accepted = [listener.accept()[0] for _ in range(connections)]
        streams = []
        for sock in accepted:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setblocking(False)
            streams.append(await self.stream(sock))
        start = process_time_ns()
        answers = [partial(self.answer, it, rounds) for it in streams]
        await self.together(answers)
        return [process_time_ns() - start]
