import asyncio
import hashlib
import sys
import unittest
from concurrent import futures
from itertools import repeat


class BlockingCall(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        if not getattr(sys, "_is_gil_enabled", lambda: True)():
            self.skipTest("this Python has no global lock")

    async def lengths_seen(self, call):
        """What `call` returns: in a thread, it looks at a list that
        gets longer at each turn of the loop."""
        turns = []
        calling = asyncio.create_task(asyncio.to_thread(call, turns))
        while not calling.done():
            await asyncio.sleep(0)
            turns.append(None)
        return await calling

    async def turns_during_c(self, call):
        """How many turns the loop has while `call` runs in a thread,
        where no thread is made to give up the lock."""
        turns = 0

        def job():
            before = turns
            call(lambda: turns > before)
            return turns - before

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1000)
        try:
            calling = asyncio.create_task(asyncio.to_thread(job))
            while not calling.done():
                await asyncio.sleep(0)
                turns += 1
            return await calling
        finally:
            sys.setswitchinterval(interval)

    async def test_long_call_in_c_stalls_the_loop_from_its_own_thread(
        self,
    ):
        # `map` and `len` are written in C, and so is what calls them.
        def in_c(turns):
            return set(map(len, repeat(turns, 3_000_000)))

        self.assertEqual(len(await self.lengths_seen(in_c)), 1)

        def in_python(turns):
            lengths = set()
            for _ in range(100_000_000):
                lengths.add(len(turns))
                if len(lengths) > 1:
                    break
            return lengths

        self.assertEqual(len(await self.lengths_seen(in_python)), 2)

    async def test_hash_in_c_gives_up_the_lock_of_the_interpreter(self):
        def hashing(has_turns):
            for _ in range(100):
                if not has_turns():
                    hashlib.pbkdf2_hmac("sha256", b"w", b"s", 100_000)

        self.assertGreater(await self.turns_during_c(hashing), 0)

    async def test_thread_of_an_interpreter_pool_does_not_hold_our_lock_since_3_14(
        self,
    ):
        with futures.InterpreterPoolExecutor(max_workers=1) as pool:
            pool.submit(sum, [1]).result()
            # In C, and without giving up the lock that it has.
            job, turns = pool.submit(sum, range(20_000_000)), 0
            while not job.done():
                await asyncio.sleep(0.001)
                turns += 1
        self.assertGreater(turns, 9)


if __name__ == "__main__":
    unittest.main()
