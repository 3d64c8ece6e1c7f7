# ruff: noqa: ASYNC251 (blocking is what is tested)
import asyncio
import time
import unittest


class Deadlines(unittest.TestCase):
    def test_wait_for_no_time_gives_a_coroutine_no_step(self):
        log = []

        async def ready():
            log.append("began")

        async def main():
            await asyncio.wait_for(ready(), 0)

        with self.assertRaises(TimeoutError):
            asyncio.run(main())
        self.assertEqual(log, [])

    def test_wait_for_no_time_returns_the_result_of_a_done_future(self):
        async def main():
            ferry = asyncio.get_running_loop().create_future()
            ferry.set_result("gull")
            return await asyncio.wait_for(ferry, 0)

        self.assertEqual(asyncio.run(main()), "gull")

    def test_timeout_of_zero_lets_a_coroutine_that_never_waits_return(
        self,
    ):
        async def ready():
            return "gull"

        async def main():
            async with asyncio.timeout(0):
                return await ready()

        self.assertEqual(asyncio.run(main()), "gull")

    def test_value_that_comes_late_without_an_await_is_returned(self):
        async def late():
            time.sleep(0.02)
            return "gull"

        async def main():
            async with asyncio.timeout(0.001):
                inside = await late()
            return inside, await asyncio.wait_for(late(), 0.001)

        self.assertEqual(asyncio.run(main()), ("gull", "gull"))

    def test_cancelled_timer_stays_in_the_heap_of_the_loop(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_later(1800, print)
            timer = loop.call_later(3600, print)
            timer.cancel()
            await asyncio.sleep(0)
            return timer in loop._scheduled

        self.assertTrue(asyncio.run(main()))

    def test_sleep_of_no_time_sets_no_timer(self):
        async def main():
            loop = asyncio.get_running_loop()
            task = asyncio.create_task(asyncio.sleep(0))
            await asyncio.sleep(0)
            timers = len(loop._scheduled)
            await task
            return timers

        self.assertEqual(asyncio.run(main()), 0)

    def test_sleep_counts_from_its_first_step(self):
        async def main():
            loop = asyncio.get_running_loop()
            sleep = asyncio.sleep(3600)
            await asyncio.sleep(0)
            before = loop.time()
            task = asyncio.create_task(sleep)
            await asyncio.sleep(0)
            deadline = loop._scheduled[0].when()
            task.cancel()
            return deadline - before

        self.assertGreaterEqual(asyncio.run(main()), 3600)
