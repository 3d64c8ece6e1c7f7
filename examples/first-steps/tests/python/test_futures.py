import asyncio
import unittest


async def turns(count=3):
    for _ in range(count):
        await asyncio.sleep(0)


def new_future():
    return asyncio.get_running_loop().create_future()


class Futures(unittest.IsolatedAsyncioTestCase):
    async def test_result_wakes_the_waiter(self):
        berth = new_future()

        async def ferry():
            return await berth

        waiting = asyncio.create_task(ferry())
        await turns()
        self.assertFalse(waiting.done())
        berth.set_result(4)
        await turns()
        self.assertTrue(waiting.done())
        self.assertEqual(waiting.result(), 4)

    async def test_setter_goes_on_before_the_waiter(self):
        log = []
        berth = new_future()

        async def ferry():
            await berth
            log.append("ferry steers")

        async def master():
            berth.set_result(4)
            log.append("master goes on")

        await asyncio.gather(ferry(), master())
        self.assertEqual(log, ["master goes on", "ferry steers"])

    async def test_result_is_set_once(self):
        berth = new_future()
        berth.set_result(4)
        with self.assertRaises(asyncio.InvalidStateError):
            berth.set_result(5)
        self.assertEqual(berth.result(), 4)

    async def test_every_waiter_gets_the_result(self):
        tide = new_future()

        async def ferry():
            return await tide

        fleet = asyncio.gather(ferry(), ferry(), ferry())
        await turns()
        tide.set_result(4)
        self.assertEqual(await fleet, [4, 4, 4])

    async def test_finished_future_is_awaited_again(self):
        tide = new_future()
        tide.set_result(4)
        self.assertEqual(await tide, 4)
        self.assertEqual(await tide, 4)

    async def test_await_of_a_finished_future_keeps_the_turn(self):
        tide = new_future()
        tide.set_result(4)

        async def ferry():
            return await tide

        with self.assertRaises(StopIteration) as end:
            ferry().send(None)
        self.assertEqual(end.exception.value, 4)

    async def test_exception_is_raised_at_every_await(self):
        berth = new_future()
        berth.set_exception(OSError("no berth today"))
        for _ in range(2):
            with self.assertRaisesRegex(OSError, "no berth today"):
                await berth

    async def test_waiter_of_an_unfilled_future_stays_parked(self):
        async def lighthouse(tide):
            pass

        async def ferry(tide):
            await tide

        tide = new_future()
        keeper = asyncio.create_task(lighthouse(tide))
        waiting = asyncio.create_task(ferry(tide))
        await turns(100)
        self.assertTrue(keeper.done())
        self.assertFalse(waiting.done())
        waiting.cancel()

    async def test_waiter_that_gives_up_cancels_the_future_for_all(
        self,
    ):
        async def ferry(tide):
            return await tide

        for tide in [
            new_future(),
            asyncio.create_task(ferry(new_future())),
        ]:
            aurora = asyncio.create_task(ferry(tide))
            borealis = asyncio.create_task(ferry(tide))
            await turns()
            aurora.cancel()
            await turns(5)
            self.assertTrue(tide.cancelled())
            self.assertTrue(aurora.cancelled())
            self.assertTrue(borealis.cancelled())

    async def test_shielded_waiter_that_gives_up_leaves_the_future(
        self,
    ):
        tide = new_future()

        async def ferry():
            return await asyncio.shield(tide)

        aurora = asyncio.create_task(ferry())
        borealis = asyncio.create_task(ferry())
        await turns()
        aurora.cancel()
        await turns()
        self.assertTrue(aurora.cancelled())
        self.assertFalse(tide.done())
        tide.set_result(4)
        self.assertEqual(await borealis, 4)

    async def test_cancelled_future_refuses_a_result(self):
        tide = new_future()
        tide.cancel()
        with self.assertRaises(asyncio.InvalidStateError):
            tide.set_result(4)

    async def test_coroutine_is_not_a_future(self):
        async def sounding():
            return 7

        line = sounding()
        self.assertFalse(asyncio.isfuture(line))
        self.assertFalse(hasattr(line, "set_result"))
        line.close()

    async def test_task_is_a_future(self):
        async def sounding():
            return 7

        task = asyncio.create_task(sounding())
        self.assertIsInstance(task, asyncio.Future)
        with self.assertRaises(RuntimeError):
            task.set_result(8)
        self.assertEqual(await task, 7)
        self.assertEqual(await task, 7)

    async def test_done_callback_is_called_on_a_later_turn(self):
        log = []
        tide = new_future()
        tide.add_done_callback(lambda done: log.append(done.result()))
        tide.set_result(4)
        self.assertEqual(log, [])
        await turns(1)
        self.assertEqual(log, [4])


if __name__ == "__main__":
    unittest.main()
