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


if __name__ == "__main__":
    unittest.main()
