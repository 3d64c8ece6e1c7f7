import asyncio
import unittest


class SharedWork(unittest.IsolatedAsyncioTestCase):
    async def test_group_is_silent_about_a_child_that_awaits_a_cancelled_task(
        self,
    ):
        async def page(loading):
            await loading

        loading = asyncio.create_task(asyncio.sleep(60))
        async with asyncio.TaskGroup() as group:
            home = group.create_task(page(loading))
            other = group.create_task(page(loading))
            await asyncio.sleep(0)
            home.cancel()
        self.assertTrue(other.cancelled())
        self.assertTrue(loading.cancelled())

    async def test_shielded_work_goes_on_without_any_waiter(self):
        data = asyncio.Event()
        loading = asyncio.create_task(data.wait())

        async def page():
            await asyncio.shield(loading)

        pages = [asyncio.create_task(page()) for _ in range(2)]
        await asyncio.sleep(0)
        for waiter in pages:
            waiter.cancel()
        await asyncio.wait(pages)
        self.assertFalse(loading.done())
        data.set()
        self.assertTrue(await loading)


if __name__ == "__main__":
    unittest.main()
