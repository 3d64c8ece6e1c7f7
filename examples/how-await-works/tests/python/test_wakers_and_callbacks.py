import asyncio
import selectors
import threading
import types
import unittest


class CountedTurns:
    """Awaits `inner`, and counts the turns of the task that awaits it."""

    def __init__(self, inner):
        self.inner = inner
        self.turns = 0

    def __await__(self):
        steps = self.inner.__await__()
        while True:
            self.turns += 1
            try:
                request = steps.send(None)
            except StopIteration as end:
                return end.value
            yield request


@types.coroutine
def hand_up(request):
    yield request


class IdleSelector(selectors.DefaultSelector):
    """Calls `event` on another thread once the loop has nothing to do."""

    event = None

    def select(self, timeout=None):
        if timeout is None and self.event is not None:
            thread = threading.Thread(target=self.event)
            thread.start()
            thread.join()
            self.event = None
            self.is_woken = bool(super().select(0))
            if not self.is_woken:
                self.wake()
        return super().select(timeout)


def is_idle_loop_woken(complete):
    selector = IdleSelector()
    loop = asyncio.SelectorEventLoop(selector)
    selector.wake = lambda: loop.call_soon_threadsafe(int)
    tide = loop.create_future()

    async def cross():
        return await tide

    selector.event = lambda: complete(loop, tide)
    try:
        answer = loop.run_until_complete(cross())
    finally:
        loop.close()
    return answer, selector.is_woken


class FutureDrivesNothing(unittest.TestCase):
    def test_task_subscribes_to_the_future_that_it_awaits(self):
        async def main():
            tide = asyncio.get_running_loop().create_future()

            async def cross():
                await tide

            task = asyncio.create_task(cross())
            self.assertFalse(tide._callbacks)
            await asyncio.sleep(0)
            (subscription,) = tide._callbacks
            self.assertIn("wakeup", repr(subscription[0]).lower())
            tide.set_result(None)
            await task

        asyncio.run(main())

    def test_completed_future_wakes_the_task_that_subscribed(self):
        async def main():
            tide = asyncio.get_running_loop().create_future()
            counted = CountedTurns(tide)

            async def cross():
                await counted

            task = asyncio.create_task(cross())
            for _ in range(100):
                await asyncio.sleep(0)
            self.assertEqual(counted.turns, 1)
            tide.set_result(None)
            await task
            self.assertEqual(counted.turns, 2)

        asyncio.run(main())

    def test_future_that_nobody_completes_parks_its_task_for_ever(self):
        async def main():
            tide = asyncio.get_running_loop().create_future()
            counted = CountedTurns(tide)

            async def cross():
                await counted

            task = asyncio.create_task(cross())
            for _ in range(100):
                await asyncio.sleep(0)
            self.assertEqual(counted.turns, 1)
            self.assertFalse(task.done())
            self.assertTrue(tide._callbacks)
            task.cancel()

        asyncio.run(main())

    def test_bare_yield_has_a_turn_at_every_round(self):
        async def main():
            turns = 0

            async def cross():
                nonlocal turns
                while True:
                    await hand_up(None)
                    turns += 1

            task = asyncio.create_task(cross())
            for _ in range(100):
                await asyncio.sleep(0)
            self.assertGreaterEqual(turns, 99)
            task.cancel()

        asyncio.run(main())

    def test_task_that_yields_something_else_is_told_so(self):
        async def main():
            async def cross():
                await hand_up("tide")

            with self.assertRaisesRegex(RuntimeError, "bad yield"):
                await asyncio.create_task(cross())

        asyncio.run(main())

    def test_future_completed_by_a_thread_leaves_an_idle_loop_asleep(
        self,
    ):
        def complete(_, tide):
            tide.set_result("high")

        self.assertEqual(is_idle_loop_woken(complete), ("high", False))

    def test_call_soon_threadsafe_wakes_an_idle_loop(self):
        def complete(loop, tide):
            loop.call_soon_threadsafe(tide.set_result, "high")

        self.assertEqual(is_idle_loop_woken(complete), ("high", True))

    def test_completing_leaves_the_subscriber_a_later_turn(self):
        async def main():
            tide = asyncio.get_running_loop().create_future()
            log = []

            async def cross():
                await tide
                log.append("crosses")

            task = asyncio.create_task(cross())
            await asyncio.sleep(0)
            tide.set_result(None)
            log.append("is high")
            await task
            self.assertEqual(log, ["is high", "crosses"])

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
