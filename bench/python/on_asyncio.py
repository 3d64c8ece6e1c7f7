"""asyncio's own loop, and the engines that can stand in its place."""

import asyncio
import importlib
from time import perf_counter_ns

from work import Peer, nothing


class Asyncio(Peer):
    def __init__(self, engine):
        super().__init__()
        module = importlib.import_module(engine)
        self.engine = module.new_event_loop
        self.tasks = []

    def run(self, work, *sizes):
        with asyncio.Runner(loop_factory=self.engine) as runner:
            return runner.run(work(*sizes))

    async def together(self, functions):
        spawn = asyncio.get_running_loop().create_task
        tasks = [spawn(function()) for function in functions]
        for task in tasks:
            await task

    async def start(self, function):
        self.tasks.append(asyncio.create_task(function()))

    def turn(self):
        return asyncio.sleep(0)

    def nap(self, seconds):
        return asyncio.sleep(seconds)

    def channel(self, capacity):
        queue = asyncio.Queue(capacity)
        return queue.put, queue.get

    async def oneshot(self):
        future = asyncio.get_running_loop().create_future()

        async def send():
            future.set_result(1)

        task = asyncio.create_task(send())
        await future
        await task

    async def park(self, slot):
        future = asyncio.get_running_loop().create_future()
        self.slots[slot] = future
        await future

    async def wake(self, slot):
        # It may be woken before it parks.
        while slot not in self.slots:
            await asyncio.sleep(0)
        self.slots.pop(slot).set_result(None)

    async def timer_dropped_work(self, count):
        loop = asyncio.get_running_loop()
        start = perf_counter_ns()
        for _ in range(count):
            loop.call_later(60, nothing).cancel()
        return [(perf_counter_ns() - start) / count]

    async def stream(self, sock):
        return await asyncio.open_connection(sock=sock)

    async def answer(self, stream, rounds):
        reader, writer = stream
        for _ in range(rounds):
            request = await reader.read(4096)
            writer.write(request)
            await writer.drain()
