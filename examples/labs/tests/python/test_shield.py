import asyncio
import unittest


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


if __name__ == "__main__":
    unittest.main()
