import asyncio
import unittest


async def turns(count=3):
    for _ in range(count):
        await asyncio.sleep(0)


def queue_of(*loaves):
    orders = asyncio.Queue()
    for loaf in loaves:
        orders.put_nowait(loaf)
    return orders


class QueueOfOrders(unittest.IsolatedAsyncioTestCase):
    async def test_filled_queue_is_shared_out_and_emptied(self):
        log = []
        orders = queue_of("rye", "wheat", "roll", "bun")

        async def bake(baker):
            while not orders.empty():
                await orders.get()
                log.append(baker)
                await asyncio.sleep(0)

        await asyncio.gather(bake("Emil"), bake("Rosa"), bake("Tom"))
        self.assertEqual(log, ["Emil", "Rosa", "Tom", "Emil"])
        self.assertTrue(orders.empty())

    async def test_worker_that_asks_for_empty_leaves_later_items(self):
        taken = []
        orders = queue_of("rye")

        async def bake():
            while not orders.empty():
                taken.append(await orders.get())

        async def sell():
            await turns()
            await orders.put("wheat")

        await asyncio.gather(sell(), bake())
        self.assertEqual((taken, orders.qsize()), (["rye"], 1))

    async def test_worker_that_begins_before_the_queue_is_filled_takes_nothing(
        self,
    ):
        taken = []
        orders = queue_of()

        async def bake():
            while not orders.empty():
                taken.append(await orders.get())

        async def sell():
            await orders.put("rye")

        await asyncio.gather(bake(), sell())
        self.assertEqual((taken, orders.qsize()), ([], 1))

    async def test_looking_and_taking_later_strands_a_worker(self):
        orders = queue_of("rye")

        async def bake():
            while not orders.empty():
                await asyncio.sleep(0)
                await orders.get()

        workers = [asyncio.create_task(bake()) for _ in range(2)]
        await turns(100)
        self.assertEqual([w.done() for w in workers], [True, False])
        workers[1].cancel()

    async def test_get_of_a_filled_queue_keeps_the_turn(self):
        orders = queue_of("rye")
        with self.assertRaises(StopIteration) as end:
            orders.get().send(None)
        self.assertEqual(end.exception.value, "rye")

    async def test_get_nowait_looks_and_takes_in_one_step(self):
        orders = queue_of("rye")
        self.assertEqual(orders.get_nowait(), "rye")
        with self.assertRaises(asyncio.QueueEmpty):
            orders.get_nowait()

    async def test_one_sentinel_for_each_worker_ends_all_workers(self):
        orders = queue_of("rye", None, None)

        async def bake():
            while await orders.get() is not None:
                pass

        await asyncio.gather(bake(), bake())
        self.assertTrue(orders.empty())

    async def test_sentinel_that_is_put_back_ends_all_workers(self):
        orders = queue_of("rye", None)

        async def bake():
            while await orders.get() is not None:
                pass
            orders.put_nowait(None)

        await asyncio.gather(bake(), bake())
        self.assertEqual(orders.qsize(), 1)

    async def test_join_waits_until_each_item_is_done(self):
        done = []
        orders = queue_of("rye", "wheat")

        async def bake():
            while True:
                loaf = await orders.get()
                await turns()
                done.append(loaf)
                orders.task_done()

        worker = asyncio.create_task(bake())
        await orders.join()
        self.assertEqual(done, ["rye", "wheat"])
        worker.cancel()

    async def test_one_sentinel_too_few_strands_a_worker(self):
        orders = queue_of("rye", None)

        async def bake():
            while await orders.get() is not None:
                pass

        workers = [asyncio.create_task(bake()) for _ in range(2)]
        await turns(100)
        self.assertEqual(sum(w.done() for w in workers), 1)
        for worker in workers:
            worker.cancel()

    async def test_worker_that_waits_longest_gets_the_next_item(self):
        log = []
        orders = queue_of()

        async def bake(baker):
            while True:
                await orders.get()
                log.append(baker)

        workers = [
            asyncio.create_task(bake(baker))
            for baker in ("Emil", "Rosa")
        ]
        await turns()
        for loaf in ("rye", "wheat", "roll"):
            orders.put_nowait(loaf)
            await turns()
        self.assertEqual(log, ["Emil", "Rosa", "Emil"])
        for worker in workers:
            worker.cancel()

    async def test_later_get_takes_the_item_before_the_waiting_worker(
        self,
    ):
        log = []
        orders = queue_of()

        async def bake(baker):
            await orders.get()
            log.append(baker)

        worker = asyncio.create_task(bake("Emil"))
        await turns()
        orders.put_nowait("rye")
        await bake("Rosa")
        await turns()
        self.assertEqual(log, ["Rosa"])
        self.assertFalse(worker.done())
        worker.cancel()

    async def test_join_waits_on_when_a_worker_has_failed(self):
        orders = queue_of("rye", "wheat")

        async def bake():
            while True:
                await orders.get()
                raise OSError("burnt")

        worker = asyncio.create_task(bake())
        end = asyncio.create_task(orders.join())
        await turns(100)
        self.assertIsInstance(worker.exception(), OSError)
        self.assertFalse(end.done())
        end.cancel()

    async def test_put_into_a_full_queue_waits_until_a_worker_takes(
        self,
    ):
        orders = asyncio.Queue(maxsize=1)
        orders.put_nowait("rye")
        put = asyncio.create_task(orders.put("wheat"))
        await turns(100)
        self.assertFalse(put.done())
        self.assertEqual(orders.get_nowait(), "rye")
        await put
        self.assertEqual(orders.get_nowait(), "wheat")

    async def test_shut_queue_gives_away_what_it_has_first_since_3_13(
        self,
    ):
        taken = []
        orders = queue_of("rye")

        async def bake():
            try:
                while True:
                    taken.append(await orders.get())
            except asyncio.QueueShutDown:
                taken.append("goes home")

        orders.shutdown()
        await asyncio.gather(bake(), bake())
        self.assertEqual(taken, ["rye", "goes home", "goes home"])

    def test_queue_cannot_be_shut_before_3_13(self):
        self.assertFalse(hasattr(asyncio.Queue, "shutdown"))


if __name__ == "__main__":
    unittest.main()
