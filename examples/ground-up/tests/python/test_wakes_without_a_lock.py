import asyncio
import threading
import unittest


class CountingLoop(asyncio.SelectorEventLoop):
    """Counts the bytes that it sends to itself."""

    bytes_to_itself = 0

    def _write_to_self(self):
        self.bytes_to_itself += 1
        super()._write_to_self()


def call_from_a_thread(loop, callback, *args):
    thread = threading.Thread(
        target=loop.call_soon_threadsafe, args=(callback, *args)
    )
    thread.start()
    thread.join()


class WakesWithoutALock(unittest.TestCase):
    def run_on_a_counting_loop(self, main):
        with asyncio.Runner(loop_factory=CountingLoop) as runner:
            return runner.run(main())

    def test_task_woken_by_a_thread_comes_after_one_woken_later(self):
        log = []

        async def ferry(name, berth):
            await berth
            log.append(name)

        async def main():
            loop = asyncio.get_running_loop()
            gull, heron = loop.create_future(), loop.create_future()
            ferries = [
                asyncio.create_task(ferry("Gull", gull)),
                asyncio.create_task(ferry("Heron", heron)),
            ]
            await asyncio.sleep(0)
            thread = threading.Thread(
                target=loop.call_soon_threadsafe,
                args=(gull.set_result, None),
            )
            thread.start()
            thread.join()
            heron.set_result(None)
            await asyncio.wait(ferries)

        asyncio.run(main())
        self.assertEqual(log, ["Heron", "Gull"])

    def test_call_from_a_thread_keeps_its_place_in_the_ready_queue(
        self,
    ):
        async def main():
            loop, calls = asyncio.get_running_loop(), []
            call_from_a_thread(loop, calls.append, "thread")
            loop.call_soon(calls.append, "own")
            await asyncio.sleep(0)
            return calls

        calls = self.run_on_a_counting_loop(main)
        self.assertEqual(calls, ["thread", "own"])

    def test_call_soon_sends_the_loop_no_byte(self):
        async def main():
            loop = asyncio.get_running_loop()
            before = loop.bytes_to_itself
            for _ in range(10):
                loop.call_soon(int)
            return loop.bytes_to_itself - before

        self.assertEqual(self.run_on_a_counting_loop(main), 0)

    def test_call_soon_threadsafe_sends_a_byte_to_a_loop_that_is_awake(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            before = loop.bytes_to_itself
            for _ in range(10):
                call_from_a_thread(loop, int)
            return loop.bytes_to_itself - before

        self.assertEqual(self.run_on_a_counting_loop(main), 10)

    def test_each_call_from_a_thread_to_a_sleeping_loop_sends_a_byte(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            woken, sent = loop.create_future(), []
            select = loop._selector.select

            def sleep(timeout):
                before = loop.bytes_to_itself
                call_from_a_thread(loop, int)
                call_from_a_thread(loop, woken.set_result, None)
                sent.append(loop.bytes_to_itself - before)
                loop._selector.select = select
                return select(timeout)

            loop._selector.select = sleep
            await woken
            return sent

        self.assertEqual(self.run_on_a_counting_loop(main), [2])

    def test_calls_from_threads_are_all_made(self):
        async def main():
            loop, calls = asyncio.get_running_loop(), []
            for number in range(10):
                call_from_a_thread(loop, calls.append, number)
            await asyncio.sleep(0)
            return calls

        calls = self.run_on_a_counting_loop(main)
        self.assertEqual(calls, list(range(10)))

    def test_call_from_a_thread_to_a_closed_loop_raises(self):
        loop = CountingLoop()
        loop.close()
        errors = []

        def call():
            try:
                loop.call_soon_threadsafe(int)
            except RuntimeError as error:
                errors.append(str(error))

        thread = threading.Thread(target=call)
        thread.start()
        thread.join()
        self.assertEqual(errors, ["Event loop is closed"])
