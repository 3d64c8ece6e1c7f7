import asyncio
import unittest

import trio


class AwaitWithoutAPause(unittest.IsolatedAsyncioTestCase):
    async def turns_of_another_task(self, work):
        turns = 0

        async def other():
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        task = asyncio.create_task(other())
        await work()
        task.cancel()
        return turns

    async def test_put_into_a_queue_without_a_limit_never_pauses(self):
        async def work():
            queue = asyncio.Queue()
            for item in range(1000):
                await queue.put(item)

        self.assertEqual(await self.turns_of_another_task(work), 0)

    async def test_free_lock_and_semaphore_never_pause(self):
        async def work():
            lock, semaphore = asyncio.Lock(), asyncio.Semaphore()
            for _ in range(1000):
                async with lock, semaphore:
                    pass

        self.assertEqual(await self.turns_of_another_task(work), 0)

    async def test_coroutine_that_never_waits_does_not_pause(self):
        async def immediate():
            return 1

        async def work():
            for _ in range(1000):
                await immediate()

        self.assertEqual(await self.turns_of_another_task(work), 0)

    async def test_sleep_of_zero_pauses_each_time(self):
        async def work():
            for _ in range(1000):
                await asyncio.sleep(0)

        self.assertEqual(await self.turns_of_another_task(work), 1000)

    async def test_timeout_does_not_end_a_loop_that_never_pauses(self):
        async def immediate():
            return 1

        count = 0
        async with asyncio.timeout(0.01):
            start = asyncio.get_running_loop().time()
            while asyncio.get_running_loop().time() < start + 0.1:
                await immediate()
                count += 1
        self.assertGreater(count, 0)

    def test_channel_of_trio_pauses_each_time(self):
        turns = 0

        async def other():
            nonlocal turns
            while True:
                turns += 1
                await trio.lowlevel.checkpoint()

        async def main():
            send, receive = trio.open_memory_channel(1000)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(other)
                for item in range(1000):
                    await send.send(item)
                for _ in range(1000):
                    await receive.receive()
                nursery.cancel_scope.cancel()

        trio.run(main)
        # The order of the two in a turn is up to trio.
        self.assertIn(turns, (1999, 2000, 2001))


if __name__ == "__main__":
    unittest.main()
