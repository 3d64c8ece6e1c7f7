import asyncio
import inspect
import unittest
from concurrent.futures import ThreadPoolExecutor


class NotAwaited(unittest.TestCase):
    def test_async_function_given_to_a_thread_pool_never_runs(self):
        log = []

        async def job():
            log.append("ran")

        with ThreadPoolExecutor() as pool:
            result = pool.submit(job).result()
        self.assertTrue(inspect.iscoroutine(result))
        self.assertEqual(log, [])
        asyncio.run(result)
        self.assertEqual(log, ["ran"])


if __name__ == "__main__":
    unittest.main()
