import asyncio
import sys
import threading
import time
import unittest

LOAVES = [("rye", 3), ("wheat", 2), ("roll", 1)]


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def bake(log, loaf, rounds):
    log.append(f"{loaf} begins")
    await turns(rounds)
    log.append(f"{loaf} ends")
    return loaf


class SeveralAtOnce(unittest.IsolatedAsyncioTestCase):
    async def test_gathered_coroutines_end_by_their_time(self):
        log = []
        await asyncio.gather(*(bake(log, *order) for order in LOAVES))
        self.assertEqual(
            log,
            ["rye begins", "wheat begins", "roll begins"]
            + ["roll ends", "wheat ends", "rye ends"],
        )

    async def test_gathered_results_come_in_the_order_of_the_arguments(
        self,
    ):
        orders = (bake([], *order) for order in LOAVES)
        self.assertEqual(
            await asyncio.gather(*orders), ["rye", "wheat", "roll"]
        )

    async def test_gathered_tasks_start_in_the_order_of_the_arguments(
        self,
    ):
        for _ in range(100):
            log = []
            await asyncio.gather(
                *(bake(log, *order) for order in LOAVES)
            )
            begins = ["rye begins", "wheat begins", "roll begins"]
            self.assertEqual(log[:3], begins)

    async def test_gathered_coroutines_stay_in_the_thread_of_their_loop(
        self,
    ):
        async def here():
            await asyncio.sleep(0)
            return threading.get_ident()

        threads = await asyncio.gather(here(), here(), here())
        self.assertEqual(threads, [threading.get_ident()] * 3)

    async def test_functions_in_threads_meet_in_the_middle_of_a_call(
        self,
    ):
        table = threading.Barrier(3, timeout=60)
        places = await asyncio.gather(
            *(asyncio.to_thread(table.wait) for _ in range(3))
        )
        self.assertEqual(sorted(places), [0, 1, 2])

    async def test_coroutines_do_not_meet_in_the_middle_of_a_turn(self):
        table = threading.Barrier(2)

        async def baker():
            table.wait(timeout=0.1)

        ends = await asyncio.gather(
            baker(), baker(), return_exceptions=True
        )
        broken = threading.BrokenBarrierError
        self.assertEqual([type(end) for end in ends], [broken, broken])

    def test_two_threads_compute_no_faster_than_one_processor(self):
        if not getattr(sys, "_is_gil_enabled", lambda: True)():
            self.skipTest("this Python has no global lock")

        def knead():
            for _ in range(3_000_000):
                pass

        bakers = [threading.Thread(target=knead) for _ in range(2)]
        clock, processor = time.perf_counter(), time.process_time()
        for baker in bakers:
            baker.start()
        for baker in bakers:
            baker.join()
        clock = time.perf_counter() - clock
        processor = time.process_time() - processor
        self.assertLess(processor, 1.3 * clock)


if __name__ == "__main__":
    unittest.main()
