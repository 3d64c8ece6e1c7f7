import asyncio
import unittest

import anyio
import trio


class AnyExecutor(unittest.TestCase):
    def test_sleep_of_anyio_runs_on_both_loops(self):
        async def main():
            await anyio.sleep(0.01)
            return "awake"

        for backend in ("asyncio", "trio"):
            with self.subTest(backend):
                self.assertEqual(
                    anyio.run(main, backend=backend), "awake"
                )

    def test_sleep_of_trio_raises_on_asyncio(self):
        async def main():
            await trio.sleep(0.01)

        with self.assertRaisesRegex(
            RuntimeError, "must be called from"
        ):
            asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
