"""curio's kernel."""

from time import perf_counter_ns

from on_curio import curio
from work import MAIN, Peer

SchedFIFO = curio.sched.SchedFIFO


class Curio(Peer):
    def run(self, work, *sizes):
        return curio.run(work, *sizes)

    async def together(self, functions):
        tasks = [await curio.spawn(function) for function in functions]
        for task in tasks:
            await task.join()

    async def start(self, function):
        await curio.spawn(function, daemon=True)

    def turn(self):
        return curio.sleep(0)

    def nap(self, seconds):
        return curio.sleep(seconds)

    def channel(self, capacity):
        queue = curio.Queue(capacity)
        return queue.put, queue.get

    async def oneshot(self):
        event = curio.Event()
        task = await curio.spawn(event.set)
        await event.wait()
        await task.join()

    async def park(self, slot):
        """The crowd stands in one line, and its first is woken."""
        line = slot if slot == MAIN else "crowd"
        await self.slots.setdefault(line, SchedFIFO()).suspend("PARKED")

    async def wake(self, slot):
        line = slot if slot == MAIN else "crowd"
        # It may be woken before it parks.
        while not self.slots.get(line):
            await curio.sleep(0)
        await self.slots[line].wake(1)

    async def timer_dropped_work(self, count):
        start = perf_counter_ns()
        for _ in range(count):
            async with curio.ignore_after(60):
                pass
        return [(perf_counter_ns() - start) / count]

    async def stream(self, sock):
        return curio.io.Socket(sock)

    async def answer(self, stream, rounds):
        for _ in range(rounds):
            request = await stream.recv(4096)
            await stream.sendall(request)
