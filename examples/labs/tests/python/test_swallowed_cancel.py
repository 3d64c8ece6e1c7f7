import asyncio
import unittest


class SwallowedCancel(unittest.TestCase):
    def test_task_that_swallows_its_cancel_is_not_cancelled(self):
        async def worker():
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                return "done"

        async def main():
            task = asyncio.create_task(worker())
            await asyncio.sleep(0)
            self.assertTrue(task.cancel())
            await asyncio.wait([task])
            self.assertFalse(task.cancelled())
            self.assertEqual(task.result(), "done")

        asyncio.run(main())

    def test_timeout_that_the_block_swallows_does_not_end_it(self):
        log = []

        async def main():
            async with asyncio.timeout(0.01):
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    log.append("swallowed")
                await asyncio.sleep(0.03)
                log.append("the block goes on to its end")
            log.append("no TimeoutError")

        asyncio.run(main())
        self.assertEqual(
            log,
            [
                "swallowed",
                "the block goes on to its end",
                "no TimeoutError",
            ],
        )


if __name__ == "__main__":
    unittest.main()
