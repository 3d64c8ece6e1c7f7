import asyncio
import gc
import unittest
import weakref


class Shield(unittest.IsolatedAsyncioTestCase):
    async def test_block_around_a_shield_closes_while_the_work_goes_on(
        self,
    ):
        log = []

        class File:
            async def __aenter__(self):
                log.append("open")

            async def __aexit__(self, *_):
                log.append("closed")

        async def save():
            await asyncio.sleep(0.01)
            log.append("saved")

        saving = asyncio.create_task(save())

        async def work():
            async with File():
                await asyncio.shield(saving)
                log.append("after the shield")

        working = asyncio.create_task(work())
        await asyncio.sleep(0)
        working.cancel()
        await asyncio.wait([working])
        await saving
        self.assertEqual(log, ["open", "closed", "saved"])

    async def test_shielded_task_without_a_variable_is_deleted_after_a_cancel(
        self,
    ):
        saves, messages = weakref.WeakSet(), []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(
            lambda _, context: messages.append(context["message"])
        )

        async def save():
            saves.add(asyncio.current_task())
            await loop.create_future()

        async def work():
            await asyncio.shield(save())

        working = asyncio.create_task(work())
        for _ in range(2):
            await asyncio.sleep(0)
        gc.collect()
        self.assertEqual(len(saves), 1)
        working.cancel()
        await asyncio.wait([working])
        gc.collect()
        self.assertEqual(len(saves), 0)
        self.assertEqual(
            messages, ["Task was destroyed but it is pending!"]
        )


if __name__ == "__main__":
    unittest.main()
