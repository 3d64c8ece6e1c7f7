import asyncio
import selectors
import socket
import threading
import time
import unittest

from rough import RESET


class ToldWhenAsleep(selectors.DefaultSelector):
    """A selector that tells when it is about to wait without limit."""

    def __init__(self):
        super().__init__()
        self.asleep = threading.Event()

    def select(self, timeout=None):
        if timeout is None:
            self.asleep.set()
        return super().select(timeout)


class Serving(unittest.TestCase):
    def setUp(self):
        self.selector = ToldWhenAsleep()
        self.loop = asyncio.SelectorEventLoop(self.selector)

    def tearDown(self):
        self.loop.close()

    def test_error_of_one_client_ends_a_server_that_awaits_its_answer(
        self,
    ):
        async def answer(connection):
            with connection:
                await asyncio.get_running_loop().sock_recv(
                    connection, 1
                )

        async def serve(listener):
            loop = asyncio.get_running_loop()
            while True:
                connection, _ = await loop.sock_accept(listener)
                await answer(connection)

        async def night():
            with socket.create_server(("127.0.0.1", 0)) as listener:
                listener.setblocking(False)
                server = asyncio.create_task(serve(listener))
                client = socket.create_connection(
                    listener.getsockname()
                )
                client.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, RESET
                )
                client.close()
                await server

        with self.assertRaises(ConnectionResetError):
            asyncio.run(asyncio.wait_for(night(), 60))

    def test_stop_lets_the_turn_end(self):
        log = []

        def stop():
            self.loop.stop()
            self.loop.call_soon(log.append, "queued after stop")

        self.loop.call_soon(
            self.loop.call_soon, log.append, "queued before stop"
        )
        self.loop.call_soon(stop)
        self.loop.call_soon(log.append, "behind stop")
        self.loop.run_forever()
        self.assertEqual(log, ["behind stop"])

    def test_parked_tasks_go_on_with_the_next_run(self):
        log = []

        async def track(dawn):
            log.append("follows")
            await dawn
            log.append("parked")

        dawn = self.loop.create_future()
        night = self.loop.create_task(track(dawn))
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()
        self.assertEqual(log, ["follows"])
        dawn.set_result(None)
        self.loop.run_until_complete(night)
        self.assertEqual(log, ["follows", "parked"])

    def test_stop_under_run_until_complete_is_an_error(self):
        never = self.loop.create_future()
        self.loop.call_soon(self.loop.stop)
        with self.assertRaisesRegex(RuntimeError, "stopped before"):
            self.loop.run_until_complete(never)

        async def main():
            asyncio.get_running_loop().stop()
            await asyncio.sleep(60)

        with self.assertRaisesRegex(RuntimeError, "stopped before"):
            asyncio.run(main())

    def test_stop_on_the_last_turn_of_main_is_no_error(self):
        async def main():
            asyncio.get_running_loop().stop()
            return "sunrise"

        self.assertEqual(asyncio.run(main()), "sunrise")

    def test_running_loop_cannot_be_closed(self):
        errors = []

        def close():
            try:
                self.loop.close()
            except RuntimeError as error:
                errors.append(str(error))
            self.loop.stop()

        self.loop.call_soon(close)
        self.loop.run_forever()
        self.assertEqual(errors, ["Cannot close a running event loop"])

    def test_ensure_future_starts_a_coroutine_without_await(self):
        log = []

        async def develop():
            log.append("in the tray")

        async def main():
            asyncio.ensure_future(develop())
            await asyncio.sleep(0)

        asyncio.run(main())
        self.assertEqual(log, ["in the tray"])

    def test_ensure_future_gives_back_what_is_a_future(self):
        async def main():
            future = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(asyncio.sleep(0))
            self.assertIs(asyncio.ensure_future(future), future)
            self.assertIs(asyncio.ensure_future(task), task)

        asyncio.run(main())

    def test_ensure_future_wraps_any_awaitable(self):
        class Exposure:
            def __await__(self):
                yield from asyncio.sleep(0).__await__()
                return 60

        async def main():
            with self.assertRaises(TypeError):
                asyncio.create_task(Exposure())
            return await asyncio.ensure_future(Exposure())

        self.assertEqual(asyncio.run(main()), 60)

    def test_result_set_in_a_thread_does_not_wake_the_loop(self):
        clouded = self.loop.create_future()
        seen = []

        async def dome():
            return await clouded

        closing = self.loop.create_task(dome())

        def sensor():
            self.selector.asleep.wait()
            clouded.set_result("cirrus")
            time.sleep(0.3)
            seen.append(closing.done())
            self.loop.call_soon_threadsafe(seen.append, "the bell")

        thread = threading.Thread(target=sensor)
        thread.start()
        self.assertEqual(
            self.loop.run_until_complete(closing), "cirrus"
        )
        thread.join()
        self.assertEqual(seen, [False, "the bell"])

    def test_call_soon_threadsafe_wakes_a_sleeping_loop(self):
        clouded = self.loop.create_future()

        def sensor():
            self.selector.asleep.wait()
            self.loop.call_soon_threadsafe(clouded.set_result, "cirrus")

        thread = threading.Thread(target=sensor)
        thread.start()
        self.assertEqual(
            self.loop.run_until_complete(clouded), "cirrus"
        )
        thread.join()

    def test_debug_mode_refuses_call_soon_from_a_thread(self):
        self.loop.set_debug(True)
        ended = self.loop.create_future()
        errors = []

        def sensor():
            self.selector.asleep.wait()
            try:
                self.loop.call_soon(print)
            except RuntimeError as error:
                errors.append(str(error))
            self.loop.call_soon_threadsafe(ended.set_result, None)

        thread = threading.Thread(target=sensor)
        thread.start()
        self.loop.run_until_complete(ended)
        thread.join()
        self.assertIn("Non-thread-safe operation", errors[0])

    def test_plain_function_of_a_server_runs_in_no_task(self):
        async def main():
            task = asyncio.get_running_loop().create_future()

            def answer(reader, writer):
                task.set_result(asyncio.current_task())
                writer.close()

            server = await asyncio.start_server(answer, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            _, writer = await asyncio.open_connection(*address)
            self.assertIsNone(await task)
            writer.close()
            server.close()

        asyncio.run(main())

    def test_each_connection_of_a_server_has_a_task_of_its_own(self):
        async def main():
            tasks = {asyncio.current_task()}

            async def answer(reader, writer):
                tasks.add(asyncio.current_task())
                await reader.read()
                writer.close()

            server = await asyncio.start_server(answer, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            wires = [
                await asyncio.open_connection(*address) for _ in "ABC"
            ]
            while len(tasks) < 4:
                await asyncio.sleep(0)
            for _, writer in wires:
                writer.close()
            await asyncio.wait(tasks - {asyncio.current_task()})
            server.close()

        asyncio.run(main())

    def test_result_blocks_in_the_thread_of_the_loop(self):
        async def main():
            turned = asyncio.run_coroutine_threadsafe(
                asyncio.sleep(0, "turned"), asyncio.get_running_loop()
            )
            with self.assertRaises(TimeoutError):
                turned.result(timeout=0.05)
            return await asyncio.wrap_future(turned)

        self.assertEqual(asyncio.run(main()), "turned")

    def test_thread_waits_for_a_coroutine_of_the_loop(self):
        async def turn_dome():
            return threading.current_thread()

        async def main():
            loop = asyncio.get_running_loop()

            def driver():
                future = asyncio.run_coroutine_threadsafe(
                    turn_dome(), loop
                )
                return future.result()

            return await asyncio.to_thread(driver)

        self.assertIs(asyncio.run(main()), threading.main_thread())


if __name__ == "__main__":
    unittest.main()
