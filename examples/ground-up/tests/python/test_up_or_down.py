import asyncio
import types
import unittest


@types.coroutine
def request(what):
    return (yield what)


class UpOrDown(unittest.TestCase):
    def test_request_of_the_leaf_reaches_the_loop_unchanged(self):
        what = object()

        async def pilot():
            await request(what)

        async def ferry():
            await pilot()

        self.assertIs(ferry().send(None), what)

    def test_value_that_the_loop_sends_reaches_the_leaf(self):
        async def pilot():
            return await request("tide")

        async def ferry():
            return await pilot()

        task, metres = ferry(), object()
        task.send(None)
        with self.assertRaises(StopIteration) as end:
            task.send(metres)
        self.assertIs(end.exception.value, metres)

    def test_task_subscribes_to_the_future_that_came_up(self):
        calls = []

        class Overheard(asyncio.Future):
            def add_done_callback(self, callback, *, context=None):
                calls.append(callback)
                super().add_done_callback(callback, context=context)

        async def main():
            future = Overheard()
            asyncio.get_running_loop().call_soon(future.set_result, 5)
            return await future

        self.assertEqual(asyncio.run(main()), 5)
        self.assertEqual(len(calls), 1)

    def test_request_that_nobody_answers_parks_the_task_for_good(self):
        turns = []

        async def waits_for_nobody():
            await asyncio.get_running_loop().create_future()
            turns.append("never")

        async def main():
            task = asyncio.create_task(waits_for_nobody())
            for _ in range(100):
                await asyncio.sleep(0)
            task.cancel()

        asyncio.run(main())
        self.assertEqual(turns, [])

    def test_future_set_by_a_thread_does_not_wake_the_loop(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_debug(True)
            future = loop.create_future()
            future.add_done_callback(lambda _: None)
            await asyncio.to_thread(future.set_result, 5)

        with self.assertRaisesRegex(RuntimeError, "thread"):
            asyncio.run(main())

    def test_lock_of_asyncio_fails_on_another_loop_if_a_task_has_to_wait(
        self,
    ):
        lock = asyncio.Lock()

        async def ferry(name):
            async with lock:
                log.append(f"{name} has the lock")
                await request(None)

        log = []
        gull, heron = ferry("Gull"), ferry("Heron")
        self.addCleanup(gull.close)
        gull.send(None)
        with self.assertRaises(AttributeError):
            heron.send(None)
        self.assertEqual(log, ["Gull has the lock"])
