import asyncio
import queue
import threading
import unittest


async def new_future():
    return asyncio.get_running_loop().create_future()


async def wait_for(awaitable):
    return await awaitable


class RealTraffic(unittest.TestCase):
    def setUp(self):
        self.north = self.enterContext(asyncio.Runner())
        self.south = self.enterContext(asyncio.Runner())

    def test_future_of_one_loop_cannot_be_awaited_on_another(self):
        berth = self.north.run(new_future())
        with self.assertRaisesRegex(RuntimeError, "different loop"):
            self.south.run(wait_for(berth))

    def test_future_of_a_running_loop_cannot_be_awaited_either(self):
        refused = threading.Event()
        made = threading.Event()
        berths = []

        async def promise():
            berths.append(await new_future())
            made.set()
            await asyncio.to_thread(refused.wait)
            berths[0].set_result(4)

        north = threading.Thread(target=asyncio.run, args=[promise()])
        north.start()
        made.wait()
        try:
            with self.assertRaisesRegex(RuntimeError, "different loop"):
                self.south.run(wait_for(berths[0]))
        finally:
            refused.set()
            north.join()
        self.assertEqual(berths[0].result(), 4)

    def test_result_of_a_running_loop_is_awaited_through_wrap_future(
        self,
    ):
        loops = queue.SimpleQueue()
        done = threading.Event()

        async def north():
            loops.put(asyncio.get_running_loop())
            await asyncio.to_thread(done.wait)

        async def promise():
            await asyncio.sleep(0.01)
            return threading.current_thread(), 4

        async def south(loop):
            job = asyncio.run_coroutine_threadsafe(promise(), loop)
            return await asyncio.wrap_future(job)

        thread = threading.Thread(target=asyncio.run, args=[north()])
        thread.start()
        try:
            berth = self.south.run(south(loops.get()))
        finally:
            done.set()
            thread.join()
        self.assertEqual(berth, (thread, 4))

    def test_finished_future_is_read_on_any_loop(self):
        berth = self.north.run(new_future())
        berth.set_result(4)
        self.assertEqual(self.south.run(wait_for(berth)), 4)

        berth = self.north.run(new_future())
        berth.set_exception(LookupError("no berth"))
        with self.assertRaises(LookupError):
            self.south.run(wait_for(berth))

    def test_queue_that_has_waited_belongs_to_its_loop(self):
        berths = asyncio.Queue()

        async def put_and_get():
            waiting = asyncio.create_task(berths.get())
            await asyncio.sleep(0)
            await berths.put(4)
            return await waiting

        self.assertEqual(self.north.run(put_and_get()), 4)
        with self.assertRaisesRegex(
            RuntimeError, "different event loop"
        ):
            self.south.run(put_and_get())

    def test_thread_wakes_a_loop_through_call_soon_threadsafe(self):
        async def main():
            loop = asyncio.get_running_loop()
            berth = loop.create_future()
            thread = threading.Thread(
                target=loop.call_soon_threadsafe,
                args=[berth.set_result, 4],
            )
            thread.start()
            number = await berth
            thread.join()
            return number

        self.assertEqual(self.north.run(main()), 4)

    def test_queue_that_has_waited_serves_another_loop_that_need_not_wait(
        self,
    ):
        berths = asyncio.Queue()

        async def get():
            return await berths.get()

        async def wait_and_get():
            waiting = asyncio.create_task(berths.get())
            await asyncio.sleep(0)
            await berths.put(4)
            return await waiting

        async def put(number):
            await berths.put(number)

        self.north.run(wait_and_get())
        self.south.run(put(5))
        self.assertEqual(self.south.run(get()), 5)

    def test_plain_wake_from_a_thread_raises_on_a_debugged_loop(self):
        errors, _ = self.plain_wake_of_a_debugged_loop(wait=True)
        self.assertEqual(len(errors), 1)
        self.assertIn("Non-thread-safe operation", errors[0])

    def test_plain_wake_that_raises_has_set_the_result_and_called_nobody(
        self,
    ):
        _, berth = self.plain_wake_of_a_debugged_loop(wait=True)
        self.assertEqual(berth.result(), 4)
        self.assertEqual(self.called, [])

    def test_plain_wake_for_which_no_task_waits_raises_nothing(self):
        errors, berth = self.plain_wake_of_a_debugged_loop(wait=False)
        self.assertEqual(errors, [])
        self.assertEqual(berth.result(), 4)

    def plain_wake_of_a_debugged_loop(self, *, wait):
        errors, self.called = [], []

        async def main():
            asyncio.get_running_loop().set_debug(True)
            berth = await new_future()
            if wait:
                berth.add_done_callback(self.called.append)

            def set_result():
                try:
                    berth.set_result(4)
                except RuntimeError as error:
                    errors.append(str(error))

            thread = threading.Thread(target=set_result)
            thread.start()
            thread.join()
            await asyncio.sleep(0.01)
            return berth

        berth = self.north.run(main())
        return errors, berth

    def test_transport_is_what_a_loop_hands_to_a_protocol(self):
        """A library for asyncio is written against these two."""
        log = []

        class Reader(asyncio.Protocol):
            def connection_made(self, transport):
                log.append(isinstance(transport, asyncio.Transport))
                transport.write(b"high")
                transport.close()

        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(Reader, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            log.append(await reader.read())
            writer.close()
            await writer.wait_closed()
            server.close()

        self.north.run(main())
        self.assertEqual(log, [True, b"high"])


if __name__ == "__main__":
    unittest.main()
