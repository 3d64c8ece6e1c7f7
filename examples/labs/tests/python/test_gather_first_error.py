import asyncio
import gc
import unittest


async def fails(turns, error):
    for _ in range(turns):
        await asyncio.sleep(0)
    raise error


class GatherFirstError(unittest.TestCase):
    def test_second_error_under_gather_is_lost(self):
        complaints = []

        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, context: complaints.append(context)
            )
            second = asyncio.create_task(fails(4, KeyError("second")))
            first = fails(1, ValueError("first"))
            with self.assertRaises(ValueError):
                await asyncio.gather(first, second)
            self.assertFalse(second.done())
            while not second.done():
                await asyncio.sleep(0)
            del second
            gc.collect()

        asyncio.run(main())
        gc.collect()
        self.assertEqual(complaints, [])

    def test_gather_that_returns_exceptions_waits_for_all(self):
        log = []

        async def slow():
            for _ in range(4):
                await asyncio.sleep(0)
            log.append("slow is done")

        async def main():
            error = ValueError()
            results = await asyncio.gather(
                fails(1, error), slow(), return_exceptions=True
            )
            log.append("gather is over")
            self.assertEqual(results, [error, None])

        asyncio.run(main())
        self.assertEqual(log, ["slow is done", "gather is over"])


if __name__ == "__main__":
    unittest.main()
