import asyncio
import unittest


class Queues(unittest.IsolatedAsyncioTestCase):
    async def test_items_leave_in_the_order_they_came(self):
        plates = asyncio.Queue()
        for plate in range(100):
            plates.put_nowait(plate)
        taken = [await plates.get() for _ in range(100)]
        self.assertEqual(taken, list(range(100)))

    async def test_each_item_goes_to_one_of_several_consumers(self):
        plates = asyncio.Queue(maxsize=1)
        taken = []

        async def develop():
            while True:
                taken.append(await plates.get())
                plates.task_done()

        trays = [asyncio.create_task(develop()) for _ in range(3)]
        for plate in range(100):
            await plates.put(plate)
        await plates.join()
        self.assertEqual(taken, list(range(100)))
        for tray in trays:
            tray.cancel()

    async def test_queue_without_maxsize_is_never_full(self):
        for plates in asyncio.Queue(), asyncio.Queue(maxsize=0):
            for plate in range(10_000):
                plates.put_nowait(plate)
            self.assertFalse(plates.full())

    async def test_full_queue_refuses_put_nowait(self):
        plates = asyncio.Queue(maxsize=1)
        plates.put_nowait("Mira")
        with self.assertRaises(asyncio.QueueFull):
            plates.put_nowait("Algol")

    async def test_later_put_takes_the_room_and_sends_the_waiter_to_the_back(
        self,
    ):
        plates = asyncio.Queue(maxsize=1)
        plates.put_nowait("first")
        waiting = [
            asyncio.create_task(plates.put(plate))
            for plate in ("waits longest", "waits")
        ]
        await asyncio.sleep(0)
        taken = [plates.get_nowait()]
        await plates.put("newcomer")
        await asyncio.sleep(0)
        taken += [await plates.get() for _ in range(3)]
        self.assertEqual(
            taken, ["first", "newcomer", "waits", "waits longest"]
        )
        await asyncio.gather(*waiting)

    async def test_put_with_room_never_gives_up_the_turn(self):
        plates = asyncio.Queue()
        seen = []
        asyncio.get_running_loop().call_soon(
            lambda: seen.append(plates.qsize())
        )
        for plate in range(300):
            await plates.put(plate)
        self.assertEqual(seen, [])
        await asyncio.sleep(0)
        self.assertEqual(seen, [300])

    async def test_cancelled_put_puts_nothing(self):
        plates = asyncio.Queue(maxsize=1)
        plates.put_nowait("Mira")
        plate = ["Algol"]
        waiting = asyncio.create_task(plates.put(plate))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        self.assertEqual(plates.get_nowait(), "Mira")
        self.assertTrue(plates.empty())
        self.assertEqual(plate, ["Algol"])

    async def test_put_cancelled_after_its_wake_leaves_the_room_to_the_next(
        self,
    ):
        plates = asyncio.Queue(maxsize=1)
        plates.put_nowait("first")
        gone = asyncio.create_task(plates.put("gone"))
        patient = asyncio.create_task(plates.put("patient"))
        await asyncio.sleep(0)
        self.assertEqual(plates.get_nowait(), "first")
        gone.cancel()
        await asyncio.wait_for(patient, 20)
        self.assertTrue(gone.cancelled())
        self.assertEqual(plates.get_nowait(), "patient")
        self.assertTrue(plates.empty())

    async def test_put_that_gave_up_and_tries_again_is_last(self):
        plates = asyncio.Queue(maxsize=1)
        plates.put_nowait("Mira")

        async def try_twice():
            try:
                await asyncio.wait_for(plates.put("first"), 0.01)
            except TimeoutError:
                gave_up.set()
                await plates.put("first")

        gave_up = asyncio.Event()
        first = asyncio.create_task(try_twice())
        await asyncio.sleep(0)
        second = asyncio.create_task(plates.put("second"))
        await gave_up.wait()
        await asyncio.sleep(0)
        taken = [await plates.get() for _ in range(3)]
        self.assertEqual(taken, ["Mira", "second", "first"])
        await asyncio.gather(first, second)

    async def test_last_item_is_put_before_the_second_is_taken(self):
        plates, log = asyncio.Queue(maxsize=3), []

        async def expose():
            for plate in range(4):
                await plates.put(plate)
                log.append(f"put {plate}")

        async def develop():
            for _ in range(4):
                log.append(f"take {await plates.get()}")
                await asyncio.sleep(0.01)

        await asyncio.gather(expose(), develop())
        self.assertLess(log.index("put 3"), log.index("take 1"))

    async def test_cancelled_get_leaves_the_item_to_the_next(self):
        plates = asyncio.Queue()
        gone = asyncio.create_task(plates.get())
        patient = asyncio.create_task(plates.get())
        await asyncio.sleep(0)
        plates.put_nowait("Mira")
        gone.cancel()
        self.assertEqual(await patient, "Mira")
        self.assertTrue(gone.cancelled())


if __name__ == "__main__":
    unittest.main()
