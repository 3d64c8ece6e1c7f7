import asyncio
import selectors
import unittest
from threading import Event, Thread


class Told(selectors.DefaultSelector):
    """Says when the loop is about to sleep."""

    def __init__(self):
        super().__init__()
        self.sleeps = Event()

    def select(self, timeout=None):
        if timeout:
            self.sleeps.set()
        return super().select(timeout)


class BlockOn(unittest.TestCase):
    def wait_for_a_thread(self, tell, until):
        selector = Told()

        async def main():
            loop = asyncio.get_running_loop()
            horn = loop.create_future()
            loop.call_later(until, str)

            def lighthouse():
                selector.sleeps.wait()
                tell(loop, horn)

            thread = Thread(target=lighthouse)
            begun = loop.time()
            thread.start()
            await horn
            return loop.time() - begun

        def new_loop():
            return asyncio.SelectorEventLoop(selector)

        with asyncio.Runner(loop_factory=new_loop) as runner:
            return runner.run(main())

    def test_result_set_by_a_thread_waits_for_the_next_wake(self):
        def tell(loop, horn):
            horn.set_result(3)

        self.assertGreater(self.wait_for_a_thread(tell, 0.3), 0.2)

    def test_result_set_by_call_soon_threadsafe_wakes_the_loop(self):
        def tell(loop, horn):
            loop.call_soon_threadsafe(horn.set_result, 3)

        self.assertLess(self.wait_for_a_thread(tell, 30), 20)
