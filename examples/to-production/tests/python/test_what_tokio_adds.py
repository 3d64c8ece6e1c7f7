import asyncio
import threading
import unittest


class WhatTokioAdds(unittest.IsolatedAsyncioTestCase):
    async def test_task_that_never_has_to_wait_gets_every_message(self):
        queue = asyncio.Queue()
        for number in range(1000):
            queue.put_nowait(number)
        log = []

        async def read():
            for _ in range(1000):
                await queue.get()

        async def look():
            log.append(queue.qsize())

        tasks = [
            asyncio.create_task(read()),
            asyncio.create_task(look()),
        ]
        await asyncio.wait(tasks)
        self.assertEqual(log, [0])

    async def test_all_tasks_of_a_loop_run_on_one_thread(self):
        threads = set()

        async def note():
            for _ in range(10):
                threads.add(threading.get_ident())
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(note()) for _ in range(10)]
        await asyncio.wait(tasks)
        self.assertEqual(threads, {threading.get_ident()})

    async def test_coroutine_can_be_started_from_another_thread(self):
        loop = asyncio.get_running_loop()

        async def order():
            return "pear", threading.get_ident()

        def ask():
            future = asyncio.run_coroutine_threadsafe(order(), loop)
            return future.result()

        answer = await loop.run_in_executor(None, ask)
        self.assertEqual(answer, ("pear", threading.get_ident()))

    async def test_timers_are_kept_in_the_order_of_their_deadlines(
        self,
    ):
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        log = []
        start = loop.time()
        for milliseconds in (10.4, 10.2, 10.0):
            loop.call_at(
                start + milliseconds / 1000, log.append, milliseconds
            )
        loop.call_at(start + 0.011, ended.set_result, None)
        await ended
        self.assertEqual(log, [10.0, 10.2, 10.4])
