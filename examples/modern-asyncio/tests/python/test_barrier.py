import asyncio
import threading
import unittest


async def turns(number):
    for _ in range(number):
        await asyncio.sleep(0)


class Barriers(unittest.IsolatedAsyncioTestCase):
    async def test_first_to_arrive_has_position_zero(self):
        barrier = asyncio.Barrier(3)
        positions = await asyncio.gather(
            *(barrier.wait() for _ in range(3))
        )
        self.assertEqual(positions, [0, 1, 2])

    async def test_round_whose_first_task_gives_up_has_no_position_zero(
        self,
    ):
        barrier = asyncio.Barrier(3)
        first, second = (
            asyncio.create_task(barrier.wait()) for _ in range(2)
        )
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        positions = await asyncio.gather(
            second, barrier.wait(), barrier.wait()
        )
        self.assertEqual(positions, [1, 1, 2])

    async def test_last_to_arrive_passes_first(self):
        barrier, log = asyncio.Barrier(3), []

        async def arrive(name):
            await barrier.wait()
            log.append(name)

        await asyncio.gather(*(arrive(name) for name in "abc"))
        self.assertEqual(log, ["c", "a", "b"])

    async def test_barrier_serves_one_round_after_the_other(self):
        barrier, log = asyncio.Barrier(2), []

        async def worker():
            for phase in range(3):
                await barrier.wait()
                log.append(phase)

        await asyncio.gather(worker(), worker())
        self.assertEqual(log, [0, 0, 1, 1, 2, 2])

    async def test_wait_that_timed_out_does_not_count(self):
        barrier = asyncio.Barrier(2)
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0):
                await barrier.wait()
        self.assertEqual(
            (barrier.n_waiting, barrier.broken), (0, False)
        )
        late = asyncio.create_task(barrier.wait())
        await turns(5)
        self.assertFalse(late.done())
        self.assertEqual(await barrier.wait(), 1)
        self.assertEqual(await late, 0)

    async def test_wait_that_is_cancelled_as_the_barrier_opens_has_counted(
        self,
    ):
        barrier = asyncio.Barrier(2)
        first = asyncio.create_task(barrier.wait())
        await turns(1)
        last = asyncio.create_task(barrier.wait())
        await turns(1)
        first.cancel()
        await asyncio.wait([first, last])
        self.assertTrue(first.cancelled())
        self.assertEqual(await last, 1)

    def test_thread_that_times_out_breaks_its_barrier(self):
        barrier = threading.Barrier(2)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait(timeout=0)
        self.assertTrue(barrier.broken)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait()

    async def test_abort_is_an_error_for_all_until_a_reset(self):
        barrier, ends = asyncio.Barrier(3), []

        async def arrive():
            try:
                await barrier.wait()
            except asyncio.BrokenBarrierError:
                ends.append("broken")

        waits = [asyncio.create_task(arrive()) for _ in range(2)]
        await turns(1)
        await barrier.abort()
        await asyncio.wait(waits)
        await arrive()
        self.assertEqual(ends, ["broken"] * 3)
        await barrier.reset()
        positions = await asyncio.gather(
            *(barrier.wait() for _ in range(3))
        )
        self.assertEqual(positions, [0, 1, 2])

    async def test_reset_sends_away_those_who_wait(self):
        barrier = asyncio.Barrier(2)
        waits = asyncio.create_task(barrier.wait())
        await turns(1)
        await barrier.reset()
        with self.assertRaises(asyncio.BrokenBarrierError):
            await waits
        self.assertFalse(barrier.broken)

    async def test_with_block_of_a_barrier_begins_when_all_are_there(
        self,
    ):
        barrier, log = asyncio.Barrier(2), []

        async def worker(name):
            log.append(f"{name} arrives")
            async with barrier:
                log.append(f"{name} begins")

        await asyncio.gather(worker("a"), worker("b"))
        self.assertEqual(
            log, ["a arrives", "b arrives", "b begins", "a begins"]
        )

    async def test_gather_leaves_the_others_at_the_barrier_when_one_fails(
        self,
    ):
        barrier = asyncio.Barrier(2)

        async def fails():
            raise ValueError

        waits = asyncio.create_task(barrier.wait())
        with self.assertRaises(ValueError):
            await asyncio.gather(waits, fails())
        await turns(5)
        self.assertEqual((waits.done(), barrier.n_waiting), (False, 1))
        waits.cancel()
        await asyncio.wait([waits])

    async def test_group_cancels_those_who_wait_when_one_fails(self):
        barrier = asyncio.Barrier(2)

        async def fails():
            raise ValueError

        with self.assertRaises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                waits = group.create_task(barrier.wait())
                group.create_task(fails())
        self.assertTrue(waits.cancelled())
        self.assertEqual(
            (barrier.n_waiting, barrier.broken), (0, False)
        )
