import asyncio
import threading
import unittest


class StdMutex(unittest.IsolatedAsyncioTestCase):
    async def test_second_task_of_a_thread_gets_into_an_rlock_that_is_held(
        self,
    ):
        log, lock = [], threading.RLock()

        async def deposit(name):
            with lock:
                log.append(f"{name} is in")
                await asyncio.sleep(0)
                log.append(f"{name} is out")

        await asyncio.gather(deposit("Ann"), deposit("Ben"))
        self.assertEqual(
            log, ["Ann is in", "Ben is in", "Ann is out", "Ben is out"]
        )

    async def test_eager_task_finds_the_lock_of_its_creator_held_since_3_12(
        self,
    ):
        found, lock = [], threading.Lock()

        async def deposit():
            found.append(lock.acquire(blocking=False))

        loop = asyncio.get_running_loop()
        with lock:
            task = asyncio.eager_task_factory(loop, deposit())
        await task
        self.assertEqual(found, [False])


if __name__ == "__main__":
    unittest.main()
