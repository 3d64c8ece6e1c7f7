import asyncio
import concurrent.futures
import types
import unittest


@types.coroutine
def request(what):
    return (yield what)


class RequestsBreak(unittest.TestCase):
    def test_a_yield_takes_one_request(self):
        async def task():
            return await request("tide")

        running = task()
        self.assertEqual(running.send(None), "tide")
        with self.assertRaises(StopIteration) as end:
            running.send("high")
        self.assertEqual(end.exception.value, "high")

    def test_gather_makes_a_task_of_each_coroutine(self):
        async def name_of_task():
            return asyncio.current_task()

        async def main():
            tasks = await asyncio.gather(name_of_task(), name_of_task())
            return {asyncio.current_task(), *tasks}

        self.assertEqual(len(asyncio.run(main())), 3)

    def test_asyncio_takes_a_bare_yield_for_one_turn(self):
        async def main():
            return await request(None)

        self.assertIsNone(asyncio.run(main()))

    def test_timeout_makes_no_task(self):
        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            tasks = []
            loop.call_soon(lambda: tasks.extend(asyncio.all_tasks()))
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await future
            self.assertEqual(tasks, [asyncio.current_task()])

        asyncio.run(main())

    def test_gather_makes_no_task_of_a_future(self):
        async def main():
            loop = asyncio.get_running_loop()
            futures = [loop.create_future(), loop.create_future()]
            tasks = []
            loop.call_soon(lambda: tasks.extend(asyncio.all_tasks()))
            for future in futures:
                loop.call_later(0.01, future.set_result, 5)
            await asyncio.gather(*futures)
            self.assertEqual(tasks, [asyncio.current_task()])

        asyncio.run(main())

    def test_future_of_a_pool_cannot_be_awaited(self):
        async def task():
            await concurrent.futures.Future()

        with self.assertRaises(TypeError):
            task().send(None)

    def test_asyncio_future_passes_itself_up(self):
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        future = loop.create_future()

        async def task():
            await future

        self.assertIs(task().send(None), future)

    def test_asyncio_refuses_a_request_that_is_no_future(self):
        async def main():
            await request(("sleep", 1))

        with self.assertRaisesRegex(RuntimeError, "bad yield"):
            asyncio.run(main())
