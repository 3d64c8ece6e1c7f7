import asyncio
import gc
import unittest
import weakref


async def wait_for(future):
    await future


class RecycledAddresses(unittest.IsolatedAsyncioTestCase):
    async def test_future_that_a_task_waits_for_keeps_the_task_alive(
        self,
    ):
        future = asyncio.get_running_loop().create_future()
        task = weakref.ref(asyncio.create_task(wait_for(future)))
        await asyncio.sleep(0)
        gc.collect()
        self.assertIsNotNone(task())
        future.set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gc.collect()
        self.assertIsNone(task())
