import asyncio
import threading
import unittest


class Locks(unittest.IsolatedAsyncioTestCase):
    async def test_lock_is_released_when_the_block_raises(self):
        lock = asyncio.Lock()
        with self.assertRaises(ValueError):
            async with lock:
                raise ValueError("drops a plate")
        self.assertFalse(lock.locked())

    async def test_free_lock_is_taken_without_giving_up_the_turn(self):
        log = []
        asyncio.get_running_loop().call_soon(log.append, "others")
        async with asyncio.Lock():
            log.append("locked")
        self.assertEqual(log, ["locked"])

    async def test_lock_goes_to_the_task_that_has_waited_longest(self):
        lock = asyncio.Lock()
        log = []

        async def hold(number):
            async with lock:
                log.append(number)

        await lock.acquire()
        waiting = [
            asyncio.create_task(hold(number)) for number in range(4)
        ]
        await asyncio.sleep(0)
        lock.release()
        await asyncio.gather(*waiting)
        self.assertEqual(log, [0, 1, 2, 3])

    async def test_task_that_gave_up_and_asks_again_is_last(self):
        lock = asyncio.Lock()
        log = []

        async def hold(name):
            async with lock:
                log.append(name)

        await lock.acquire()
        gives_up = asyncio.create_task(hold("gives up"))
        waits_on = asyncio.create_task(hold("waits on"))
        await asyncio.sleep(0)
        gives_up.cancel()
        await asyncio.wait([gives_up])
        again = asyncio.create_task(hold("asks again"))
        await asyncio.sleep(0)
        lock.release()
        await asyncio.gather(waits_on, again)
        self.assertEqual(log, ["waits on", "asks again"])

    async def test_task_that_releases_and_acquires_waits_behind_the_waiter(
        self,
    ):
        lock = asyncio.Lock()
        log = []

        async def south():
            async with lock:
                log.append("south")

        await lock.acquire()
        waiter = asyncio.create_task(south())
        await asyncio.sleep(0)
        log.append("north")
        lock.release()
        self.assertFalse(lock.locked())
        async with lock:
            log.append("north again")
        await waiter
        self.assertEqual(log, ["north", "south", "north again"])

    async def test_lock_itself_cannot_be_awaited(self):
        with self.assertRaises(TypeError):
            await asyncio.Lock()

    async def test_any_task_can_release_a_lock(self):
        lock = asyncio.Lock()
        await lock.acquire()

        async def stranger():
            lock.release()

        await asyncio.create_task(stranger())
        self.assertFalse(lock.locked())
        with self.assertRaises(RuntimeError):
            lock.release()

    async def test_task_that_asks_for_a_threading_lock_stops_its_holder(
        self,
    ):
        lock = threading.Lock()
        log = []

        async def holder():
            with lock:
                await asyncio.sleep(0)
                log.append("unlocked")

        holding = asyncio.create_task(holder())
        await asyncio.sleep(0)
        # The holder is in the ready queue: one turn, and the lock is free.
        self.assertFalse(lock.acquire(timeout=0.05))
        self.assertEqual(log, [])
        await holding
        self.assertTrue(lock.acquire(timeout=0.05))

    async def test_task_that_acquires_twice_waits_for_itself(self):
        lock = asyncio.Lock()

        async def twice():
            async with lock:
                await lock.acquire()

        task = asyncio.create_task(twice())
        for _ in range(100):
            await asyncio.sleep(0)
        self.assertFalse(task.done())
        task.cancel()

    async def test_cancelled_wait_for_the_lock_leaves_it_to_the_next(
        self,
    ):
        lock = asyncio.Lock()
        await lock.acquire()
        impatient = asyncio.create_task(lock.acquire())
        patient = asyncio.create_task(lock.acquire())
        await asyncio.sleep(0)
        lock.release()
        impatient.cancel()
        self.assertTrue(await patient)

    async def test_bounded_semaphore_refuses_a_permit_too_many(self):
        power = asyncio.BoundedSemaphore(2)
        with self.assertRaises(ValueError):
            power.release()

    async def test_bounded_semaphore_accepts_a_false_permit_while_one_is_out(
        self,
    ):
        power = asyncio.BoundedSemaphore(1)
        await power.acquire()
        power.release()  # by a task that never acquired
        await power.acquire()  # and so there are two holders
        power.release()
        with self.assertRaises(ValueError):
            power.release()  # by a holder

    async def test_semaphore_takes_a_permit_too_many(self):
        power = asyncio.Semaphore(0)
        power.release()
        async with power:
            self.assertTrue(power.locked())

    async def test_semaphore_serves_those_who_wait_first(self):
        power = asyncio.Semaphore(1)
        log = []

        async def turn(number):
            async with power:
                log.append(number)

        await power.acquire()
        waiting = [
            asyncio.create_task(turn(number)) for number in range(3)
        ]
        await asyncio.sleep(0)
        power.release()
        async with power:
            log.append("newcomer")
        await asyncio.gather(*waiting)
        self.assertEqual(log, [0, 1, 2, "newcomer"])

    async def test_barrier_gives_each_task_a_number(self):
        first_light = asyncio.Barrier(3)
        numbers = await asyncio.gather(
            first_light.wait(), first_light.wait(), first_light.wait()
        )
        self.assertEqual(sorted(numbers), [0, 1, 2])

    async def test_last_task_at_the_barrier_gets_the_highest_number(
        self,
    ):
        first_light = asyncio.Barrier(3)
        gives_up = asyncio.create_task(first_light.wait())
        second = asyncio.create_task(first_light.wait())
        await asyncio.sleep(0)
        gives_up.cancel()
        await asyncio.wait([gives_up])
        third = asyncio.create_task(first_light.wait())
        await asyncio.sleep(0)
        self.assertEqual(await first_light.wait(), 2)
        # No task gets 0, because the task that had it gave up.
        self.assertEqual(await asyncio.gather(second, third), [1, 1])

    async def test_task_that_gave_up_does_not_count_at_the_barrier(
        self,
    ):
        first_light = asyncio.Barrier(2)
        gone = asyncio.create_task(first_light.wait())
        await asyncio.sleep(0)
        self.assertEqual(first_light.n_waiting, 1)
        gone.cancel()
        await asyncio.wait([gone])
        self.assertEqual(first_light.n_waiting, 0)
        alone = asyncio.create_task(first_light.wait())
        await asyncio.sleep(0)
        self.assertFalse(alone.done())
        alone.cancel()

    async def test_aborted_barrier_raises_in_those_who_wait(self):
        first_light = asyncio.Barrier(2)
        waiting = asyncio.create_task(first_light.wait())
        await asyncio.sleep(0)
        await first_light.abort()
        with self.assertRaises(asyncio.BrokenBarrierError):
            await waiting
        with self.assertRaises(asyncio.BrokenBarrierError):
            await first_light.wait()

    async def test_barrier_that_was_reset_opens_again(self):
        first_light = asyncio.Barrier(2)
        await first_light.abort()
        await first_light.reset()
        async with asyncio.timeout(60):
            numbers = await asyncio.gather(
                first_light.wait(), first_light.wait()
            )
        self.assertEqual(sorted(numbers), [0, 1])


if __name__ == "__main__":
    unittest.main()
