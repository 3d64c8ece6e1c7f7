import asyncio
import unittest


async def some_turns():
    for _ in range(100):
        await asyncio.sleep(0)


class LastPlate(unittest.IsolatedAsyncioTestCase):
    async def test_join_waits_for_items_that_were_taken_and_are_not_done(
        self,
    ):
        plates = asyncio.Queue()
        plates.put_nowait("Mira")
        waiting = asyncio.create_task(plates.join())
        plates.get_nowait()
        await some_turns()
        self.assertFalse(waiting.done())
        plates.task_done()
        await waiting

    async def test_join_of_a_queue_that_had_nothing_returns_at_once(
        self,
    ):
        log = []
        asyncio.get_running_loop().call_soon(log.append, "others")
        await asyncio.Queue().join()
        self.assertEqual(log, [])

    async def test_task_done_too_often_raises(self):
        plates = asyncio.Queue()
        plates.put_nowait("Mira")
        plates.task_done()
        with self.assertRaises(ValueError):
            plates.task_done()

    async def test_join_never_ends_when_a_worker_dies(self):
        plates = asyncio.Queue()

        async def develop():
            raise ValueError(f"drops {await plates.get()}")

        darkroom = asyncio.create_task(develop())
        plates.put_nowait("Mira")
        waiting = asyncio.create_task(plates.join())
        await some_turns()
        self.assertIsInstance(darkroom.exception(), ValueError)
        self.assertFalse(waiting.done())
        waiting.cancel()

    async def test_put_never_ends_when_the_consumer_has_died(self):
        plates = asyncio.Queue(maxsize=1)

        async def develop():
            raise ValueError(f"drops {await plates.get()}")

        darkroom = asyncio.create_task(develop())
        await plates.put("Mira")
        await asyncio.wait([darkroom])
        self.assertIsInstance(darkroom.exception(), ValueError)
        await plates.put("Algol")
        third = asyncio.create_task(plates.put("Deneb"))
        await some_turns()
        self.assertFalse(third.done())
        third.cancel()

    async def test_queue_does_not_know_that_nobody_will_put(self):
        plates = asyncio.Queue()

        async def expose():
            await plates.put("Mira")

        await asyncio.create_task(expose())
        self.assertEqual(await plates.get(), "Mira")
        waiting = asyncio.create_task(plates.get())
        await some_turns()
        self.assertFalse(waiting.done())
        waiting.cancel()

    async def test_one_sentinel_ends_one_worker(self):
        plates = asyncio.Queue()

        async def develop():
            while await plates.get() is not None:
                pass

        workers = [asyncio.create_task(develop()) for _ in range(2)]
        plates.put_nowait(None)
        await some_turns()
        self.assertEqual(
            [worker.done() for worker in workers], [True, False]
        )
        plates.put_nowait(None)
        await asyncio.gather(*workers)

    async def test_sentinel_of_one_producer_ends_the_work_of_all(self):
        plates = asyncio.Queue()
        developed = []

        async def expose(*stars):
            for star in stars:
                plates.put_nowait(star)
                await asyncio.sleep(0)
            plates.put_nowait(None)

        async def develop():
            while (star := await plates.get()) is not None:
                developed.append(star)

        await asyncio.gather(
            develop(), expose("Mira"), expose("Algol", "Deneb", "Vega")
        )
        self.assertNotIn("Vega", developed)
        self.assertFalse(plates.empty())

    async def test_sentinel_that_is_put_back_ends_every_worker(self):
        plates = asyncio.Queue()

        async def develop():
            while await plates.get() is not None:
                pass
            plates.put_nowait(None)

        workers = [asyncio.create_task(develop()) for _ in range(3)]
        plates.put_nowait("Mira")
        plates.put_nowait(None)
        await asyncio.gather(*workers)
        self.assertEqual(plates.qsize(), 1)

    async def test_task_done_in_a_finally_does_not_save_join(self):
        plates = asyncio.Queue()

        async def develop():
            plate = await plates.get()
            try:
                raise ValueError(f"drops {plate}")
            finally:
                plates.task_done()

        plates.put_nowait("Mira")
        plates.put_nowait("Algol")
        darkroom = asyncio.create_task(develop())
        waiting = asyncio.create_task(plates.join())
        await some_turns()
        self.assertIsInstance(darkroom.exception(), ValueError)
        self.assertFalse(waiting.done())
        waiting.cancel()

    async def test_task_done_in_a_finally_lets_another_worker_end_join(
        self,
    ):
        plates = asyncio.Queue()

        async def develop(breaks):
            while True:
                plate = await plates.get()
                try:
                    if breaks:
                        raise ValueError(f"drops {plate}")
                finally:
                    plates.task_done()

        for star in ("Mira", "Algol", "Deneb"):
            plates.put_nowait(star)
        left = asyncio.create_task(develop(breaks=True))
        right = asyncio.create_task(develop(breaks=False))
        await asyncio.wait_for(plates.join(), 60)
        self.assertIsInstance(left.exception(), ValueError)
        right.cancel()

    async def test_task_group_ends_join_when_a_worker_fails(self):
        plates = asyncio.Queue()

        async def develop():
            raise ValueError(f"drops {await plates.get()}")

        plates.put_nowait("Mira")
        plates.put_nowait("Algol")
        with self.assertRaises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(develop())
                await plates.join()

    async def test_queue_has_shutdown_since_3_13(self):
        self.assertTrue(hasattr(asyncio.Queue, "shutdown"))

    async def test_shutdown_lets_the_rest_out_and_nothing_in_since_3_13(
        self,
    ):
        plates = asyncio.Queue()
        plates.put_nowait("Mira")
        plates.shutdown()
        with self.assertRaises(asyncio.QueueShutDown):
            plates.put_nowait("Algol")
        self.assertEqual(await plates.get(), "Mira")
        with self.assertRaises(asyncio.QueueShutDown):
            await plates.get()

    async def test_shutdown_ends_every_worker_since_3_13(self):
        plates = asyncio.Queue()
        workers = [asyncio.create_task(plates.get()) for _ in range(3)]
        await asyncio.sleep(0)
        plates.shutdown()
        ends = await asyncio.gather(*workers, return_exceptions=True)
        self.assertEqual(
            [type(end) for end in ends], [asyncio.QueueShutDown] * 3
        )

    async def test_immediate_shutdown_throws_the_rest_away_since_3_13(
        self,
    ):
        plates = asyncio.Queue()
        plates.put_nowait("Mira")
        plates.shutdown(immediate=True)
        with self.assertRaises(asyncio.QueueShutDown):
            await plates.get()
        await plates.join()


if __name__ == "__main__":
    unittest.main()
