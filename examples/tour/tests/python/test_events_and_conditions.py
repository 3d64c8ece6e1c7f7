import asyncio
import unittest


async def next_goes_on():
    """Whether the second waiter goes on if the first, which has been
    notified, is cancelled before it wakes."""
    shelf = asyncio.Condition()
    plates = []

    async def pack():
        async with shelf:
            await shelf.wait_for(lambda: plates)

    first = asyncio.create_task(pack())
    second = asyncio.create_task(pack())
    await asyncio.sleep(0)
    async with shelf:
        plates.append("Mira")
        shelf.notify()
    first.cancel()
    for _ in range(100):
        await asyncio.sleep(0)
    goes_on = first.cancelled() and second.done()
    second.cancel()
    return goes_on


class Signs(unittest.IsolatedAsyncioTestCase):
    async def test_event_lets_all_go_who_wait_and_all_who_come(self):
        clear_sky = asyncio.Event()
        waiting = [
            asyncio.create_task(clear_sky.wait()) for _ in range(3)
        ]
        await asyncio.sleep(0)
        clear_sky.set()
        self.assertEqual(await asyncio.gather(*waiting), [True] * 3)
        log = []
        asyncio.get_running_loop().call_soon(log.append, "others")
        await clear_sky.wait()
        self.assertEqual(log, [])

    async def test_event_set_and_cleared_in_one_turn_lets_those_go_who_wait(
        self,
    ):
        clear_sky = asyncio.Event()
        waiting = asyncio.create_task(clear_sky.wait())
        await asyncio.sleep(0)
        clear_sky.set()
        clear_sky.clear()
        self.assertTrue(await waiting)
        self.assertFalse(clear_sky.is_set())

    async def test_notification_that_nobody_waits_for_is_lost(self):
        shelf = asyncio.Condition()
        async with shelf:
            shelf.notify()

        async def pack():
            async with shelf:
                await shelf.wait()

        packer = asyncio.create_task(pack())
        for _ in range(100):
            await asyncio.sleep(0)
        self.assertFalse(packer.done())
        packer.cancel()

    async def test_notify_wakes_as_many_as_it_says_in_their_order(self):
        shelf = asyncio.Condition()
        log = []

        async def pack(number):
            async with shelf:
                await shelf.wait()
                log.append(number)

        packers = [
            asyncio.create_task(pack(number)) for number in range(5)
        ]
        await asyncio.sleep(0)
        async with shelf:
            shelf.notify(2)
        for _ in range(100):
            await asyncio.sleep(0)
        self.assertEqual(log, [0, 1])
        async with shelf:
            shelf.notify_all()
        await asyncio.gather(*packers)
        self.assertEqual(log, [0, 1, 2, 3, 4])

    async def test_notify_without_the_lock_raises(self):
        with self.assertRaises(RuntimeError):
            asyncio.Condition().notify()

    async def test_wait_without_the_lock_raises(self):
        with self.assertRaises(RuntimeError):
            await asyncio.Condition().wait()

    async def test_wait_without_the_lock_releases_the_lock_of_another_task(
        self,
    ):
        shelf = asyncio.Condition()
        await shelf.acquire()
        packer = asyncio.create_task(shelf.wait())
        await asyncio.sleep(0)
        self.assertFalse(shelf.locked())
        with self.assertRaises(RuntimeError):
            shelf.release()
        packer.cancel()
        await asyncio.wait([packer])

    async def test_wait_gives_the_lock_up_and_has_it_again_after(self):
        shelf = asyncio.Condition()
        held = []

        async def pack():
            async with shelf:
                await shelf.wait()
                held.append(shelf.locked())

        packer = asyncio.create_task(pack())
        await asyncio.sleep(0)
        self.assertFalse(shelf.locked())
        async with shelf:
            shelf.notify()
        await packer
        self.assertEqual(held, [True])

    async def test_notified_task_can_find_that_another_was_faster(self):
        shelf = asyncio.Condition()
        plates = []
        looks = []

        def is_plate():
            looks.append(len(plates))
            return bool(plates)

        async def pack():
            async with shelf:
                await shelf.wait_for(is_plate)

        async def steal():
            async with shelf:
                plates.clear()

        packer = asyncio.create_task(pack())
        await asyncio.sleep(0)
        async with shelf:
            thief = asyncio.create_task(steal())
            await asyncio.sleep(0)
            plates.append("Mira")
            shelf.notify()
        await thief
        for _ in range(100):
            await asyncio.sleep(0)
        self.assertFalse(packer.done())
        self.assertEqual(looks, [0, 0])
        packer.cancel()

    async def test_cancelled_wait_takes_the_lock_back_first(self):
        shelf = asyncio.Condition()

        async def pack():
            async with shelf:
                await shelf.wait()

        packer = asyncio.create_task(pack())
        await asyncio.sleep(0)
        async with shelf:
            packer.cancel()
            for _ in range(100):
                await asyncio.sleep(0)
            self.assertFalse(packer.done())
        await asyncio.wait([packer])
        self.assertTrue(packer.cancelled())
        self.assertFalse(shelf.locked())

    async def test_notified_waiter_that_is_cancelled_loses_the_notification_until_3_12(
        self,
    ):
        self.assertFalse(await next_goes_on())

    async def test_notified_waiter_that_is_cancelled_passes_the_notification_on_since_3_13(
        self,
    ):
        self.assertTrue(await next_goes_on())

    async def test_notification_of_one_who_cannot_use_it_is_used_up(
        self,
    ):
        shelf = asyncio.Condition()
        plates = []

        async def pack(needed):
            async with shelf:
                await shelf.wait_for(lambda: len(plates) >= needed)

        three = asyncio.create_task(pack(3))
        one = asyncio.create_task(pack(1))
        await asyncio.sleep(0)
        async with shelf:
            plates.append("Mira")
            shelf.notify()
        for _ in range(100):
            await asyncio.sleep(0)
        self.assertFalse(one.done())
        async with shelf:
            shelf.notify_all()
        await one
        three.cancel()


if __name__ == "__main__":
    unittest.main()
