# ruff: noqa: ASYNC251 (what blocks is what is tested)
import asyncio
import gc
import threading
import time
import unittest


class Lighthouse:
    """A task that is ready all the time, and counts its turns."""

    def __init__(self):
        self.flashes = 0
        self.task = asyncio.create_task(self.shine())

    async def shine(self):
        while True:
            self.flashes += 1
            await asyncio.sleep(0)


class Blocking(unittest.TestCase):
    def test_blocking_sleep_stalls_every_task(self):
        async def main():
            light = Lighthouse()
            await asyncio.sleep(0)
            before = light.flashes
            time.sleep(0.002)
            self.assertEqual(light.flashes, before)
            await asyncio.sleep(0.002)
            self.assertGreater(light.flashes, before)

        asyncio.run(main())

    def test_blocking_waits_add_up(self):
        async def pilot(seconds):
            time.sleep(seconds)

        async def main():
            start = time.monotonic()
            ada = asyncio.create_task(pilot(0.003))
            bo = asyncio.create_task(pilot(0.002))
            await ada
            await bo
            return time.monotonic() - start

        self.assertGreaterEqual(asyncio.run(main()), 0.005)

    def test_async_sleeps_all_begin_before_one_ends(self):
        log = []

        async def pilot():
            log.append("boards")
            await asyncio.sleep(0.001)
            log.append("leaves")

        async def main():
            ada = asyncio.create_task(pilot())
            bo = asyncio.create_task(pilot())
            await ada
            await bo

        asyncio.run(main())
        self.assertEqual(log, ["boards", "boards", "leaves", "leaves"])

    def test_stalled_task_wakes_once(self):
        flashes = 0

        async def lighthouse():
            nonlocal flashes
            while True:
                flashes += 1
                await asyncio.sleep(1)

        async def main():
            loop = asyncio.get_running_loop()
            light = asyncio.create_task(lighthouse())
            await asyncio.sleep(0)
            # Five flashes are due in one step of the clock, as after
            # a call that blocks.
            unstalled = loop.time
            loop.time = lambda: unstalled() + 5.5
            for _ in range(10):
                await asyncio.sleep(0)
            light.cancel()

        asyncio.run(main())
        self.assertEqual(flashes, 2)

    def test_blocking_call_in_a_thread_of_its_own_stalls_no_task(self):
        async def main():
            light = threading.Event()

            async def lighthouse():
                light.set()

            task = asyncio.create_task(lighthouse())
            seen = await asyncio.to_thread(light.wait, 30)
            await task
            return seen

        self.assertTrue(asyncio.run(main()))

    def test_ready_await_passes_on_no_turn(self):
        async def already_here():
            pass

        async def main():
            light = Lighthouse()
            await asyncio.sleep(0)
            before = light.flashes
            for _ in range(1000):
                await already_here()
            self.assertEqual(light.flashes, before)

        asyncio.run(main())

    def test_full_queue_is_drained_in_one_turn(self):
        async def main():
            calls = asyncio.Queue(300)
            for call in range(300):
                calls.put_nowait(call)
            light = Lighthouse()
            await asyncio.sleep(0)
            before = light.flashes
            while not calls.empty():
                await calls.get()
            self.assertEqual(light.flashes, before)

        asyncio.run(main())

    def test_nothing_runs_between_two_awaits(self):
        free = 100

        async def reserve():
            nonlocal free
            await asyncio.sleep(0)
            seen = free
            time.sleep(0)
            free = seen - 1
            await asyncio.sleep(0)

        async def main():
            ferries = [
                asyncio.create_task(reserve()) for _ in range(100)
            ]
            for ferry in ferries:
                await ferry

        asyncio.run(main())
        self.assertEqual(free, 0)

    def test_finally_of_a_collected_task_runs_in_the_turn_of_another_task(
        self,
    ):
        log = []

        async def wait_for_a_berth():
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                log.append("finally")

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda *_: None)
            asyncio.create_task(wait_for_a_berth())
            await asyncio.sleep(0)
            log.append("the turn of main begins")
            gc.collect()
            log.append("the turn of main ends")

        asyncio.run(main())
        self.assertEqual(
            log,
            [
                "the turn of main begins",
                "finally",
                "the turn of main ends",
            ],
        )

    def test_await_between_read_and_write_loses_an_update(self):
        free = 3

        async def reserve():
            nonlocal free
            seen = free
            await asyncio.sleep(0)
            free = seen - 1

        async def main():
            gull = asyncio.create_task(reserve())
            heron = asyncio.create_task(reserve())
            await gull
            await heron

        asyncio.run(main())
        self.assertEqual(free, 2)


if __name__ == "__main__":
    unittest.main()
