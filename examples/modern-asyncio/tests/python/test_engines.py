import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
import unittest
from contextvars import ContextVar, copy_context

import rloop
import uvloop

SINCE_3_12 = sys.version_info >= (3, 12)
SINCE_3_14 = sys.version_info >= (3, 14)
SINCE_3_15 = sys.version_info >= (3, 15)

ENGINES = {"asyncio": asyncio, "uvloop": uvloop, "rloop": rloop}

request = ContextVar("request", default="no request")


class Reload(Exception):
    """Raised by a handler of a signal."""


def on_each(main):
    """What `main`, a coroutine function, returns on each engine."""
    results = {}
    for name, module in ENGINES.items():
        with asyncio.Runner(loop_factory=module.new_event_loop) as it:
            results[name] = it.run(main())
    return results


def loops():
    """A new loop of each engine, which is closed after its use."""
    for name, module in ENGINES.items():
        with contextlib.closing(module.new_event_loop()) as loop:
            yield name, loop


async def turns(count=20):
    for _ in range(count):
        await asyncio.sleep(0)


class Engines(unittest.TestCase):
    def test_streams_do_the_same_on_each_engine(self):
        async def shout(reader, writer):
            writer.write((await reader.readline()).upper())
            writer.close()

        async def main():
            server = await asyncio.start_server(shout, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"hello\n")
            answer = await reader.readline()
            writer.close()
            server.close()
            return answer

        answers = dict.fromkeys(ENGINES, b"HELLO\n")
        self.assertEqual(on_each(main), answers)

    def test_run_takes_the_factory_of_another_engine_since_3_12(self):
        async def main():
            return type(asyncio.get_running_loop())

        factory = uvloop.new_event_loop
        kind = asyncio.run(main(), loop_factory=factory)
        self.assertIs(kind, uvloop.Loop)

    def test_engines_order_due_timers_and_ready_calls_in_two_ways(self):
        async def main():
            seen = []
            loop = asyncio.get_running_loop()
            loop.call_later(0, seen.append, "A")
            loop.call_soon(seen.append, "B")
            loop.call_later(-1, seen.append, "C")
            loop.call_soon(seen.append, "D")
            while len(seen) < 4:
                await asyncio.sleep(0)
            return "".join(seen)

        expected = {
            "asyncio": "BDCA",
            "uvloop": "ABCD",
            "rloop": "ABCD",
        }
        self.assertEqual(on_each(main), expected)

    def test_stop_before_the_run_leaves_the_ready_calls_undone_on_rloop(
        self,
    ):
        ran = {}
        for name, loop in loops():
            seen = []
            loop.call_soon(seen.append, "ready")
            loop.stop()
            loop.run_forever()
            ran[name] = seen
        expected = {
            "asyncio": ["ready"],
            "uvloop": ["ready"],
            "rloop": [],
        }
        self.assertEqual(ran, expected)

    def test_call_made_after_stop_runs_at_once_on_uvloop_only(self):
        ran = {}
        for name, loop in loops():
            seen = []

            def stopper(loop=loop, seen=seen):
                loop.stop()
                loop.call_soon(seen.append, "late")

            loop.call_soon(stopper)
            loop.run_forever()
            ran[name] = seen
        expected = {"asyncio": [], "uvloop": ["late"], "rloop": []}
        self.assertEqual(ran, expected)

    def test_clock_of_uvloop_counts_whole_milliseconds(self):
        for name, loop in loops():
            ticks = []
            for _ in range(50):
                milliseconds = loop.time() * 1000
                ticks.append(abs(milliseconds - round(milliseconds)))
                time.sleep(0.0001)
            is_whole = all(rest < 1e-3 for rest in ticks)
            self.assertEqual(is_whole, name == "uvloop", name)

    def test_sleep_of_infinity_returns_at_once_on_rloop(self):
        async def main():
            sleeper = asyncio.create_task(asyncio.sleep(float("inf")))
            if asyncio.get_running_loop().__module__.startswith(
                "rloop"
            ):
                await asyncio.wait_for(sleeper, 20)
                return "returned"
            await turns()
            sleeper.cancel()
            return "sleeping"

        expected = {
            "asyncio": "sleeping",
            "uvloop": "sleeping",
            "rloop": "returned",
        }
        self.assertEqual(on_each(main), expected)

    def test_timeout_of_infinity_strikes_at_once_on_rloop(self):
        async def main():
            try:
                async with asyncio.timeout(float("inf")):
                    await turns()
                    return "finished"
            except TimeoutError:
                return "limited"

        expected = {
            "asyncio": "finished",
            "uvloop": "finished",
            "rloop": "limited",
        }
        self.assertEqual(on_each(main), expected)

    def test_failing_data_received_closes_the_connection_but_on_rloop(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            reports = []
            loop.set_exception_handler(lambda *it: reports.append(it))
            failed = loop.create_future()

            class Fails(asyncio.Protocol):
                def connection_made(self, transport):
                    self.transport = transport

                def data_received(self, data):
                    if data == b"2":
                        self.transport.write(b"answer")
                        return
                    failed.set_result(None)
                    raise ValueError(data)

            server = await loop.create_server(Fails, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"1")
            await failed
            if type(loop).__module__.startswith("rloop"):
                writer.write(b"2")
            answer = await reader.read(100)
            writer.close()
            server.close()
            return answer, len(reports)

        closed = (b"", 1)
        expected = {
            "asyncio": closed,
            "uvloop": closed,
            "rloop": (b"answer", 0),
        }
        self.assertEqual(on_each(main), expected)

    def test_peer_does_not_see_a_close_of_rloop(self):
        async def main():
            loop = asyncio.get_running_loop()
            lost = loop.create_future()

            class Closes(asyncio.Protocol):
                def connection_made(self, transport):
                    transport.close()

                def connection_lost(self, error):
                    lost.set_result(None)

            server = await loop.create_server(Closes, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            await lost
            end = asyncio.create_task(reader.read())
            if type(loop).__module__.startswith("rloop"):
                await asyncio.wait([end], timeout=0.2)
                sees_end = end.done()
                end.cancel()
            else:
                sees_end = await end == b""
            writer.close()
            server.close()
            return sees_end

        expected = {"asyncio": True, "uvloop": True, "rloop": False}
        self.assertEqual(on_each(main), expected)

    def test_write_eof_tells_the_peer_on_each_engine(self):
        async def main():
            async def ends(_reader, writer):
                writer.write_eof()

            server = await asyncio.start_server(ends, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            end = await reader.read()
            writer.close()
            server.close()
            return end

        self.assertEqual(on_each(main), dict.fromkeys(ENGINES, b""))

    def test_exception_handler_gets_no_loop_on_rloop(self):
        async def main():
            loop = asyncio.get_running_loop()
            calls = []
            loop.set_exception_handler(
                lambda *it: calls.append(len(it))
            )
            loop.call_soon(int, "no number")
            await turns()
            return calls

        expected = {"asyncio": [2], "uvloop": [2], "rloop": [1]}
        self.assertEqual(on_each(main), expected)

    def test_system_exit_of_a_callback_ends_the_run_in_three_ways(self):
        ran = {}
        for name, loop in loops():
            seen = []
            loop.set_exception_handler(
                lambda *_, seen=seen: seen.append("handler")
            )
            loop.call_soon(sys.exit, 3)
            loop.call_soon(seen.append, "next")
            loop.call_soon(loop.stop)
            try:
                loop.run_forever()
            except SystemExit:
                seen.append("exit")
            ran[name] = seen
        expected = {
            "asyncio": ["exit"],
            "uvloop": ["next", "exit"],
            "rloop": ["handler", "next"],
        }
        self.assertEqual(ran, expected)

    def test_closed_loop_of_rloop_accepts_calls(self):
        accepts = {}
        for name, module in ENGINES.items():
            loop = module.new_event_loop()
            loop.close()
            try:
                loop.call_soon(print, "never printed")
                accepts[name] = True
            except RuntimeError:
                accepts[name] = False
        expected = {"asyncio": False, "uvloop": False, "rloop": True}
        self.assertEqual(accepts, expected)

    def test_rloop_cannot_remove_a_signal_handler(self):
        can = {}
        for name, loop in loops():
            try:
                loop.remove_signal_handler(signal.SIGUSR1)
                can[name] = True
            except AttributeError:
                can[name] = False
        expected = {"asyncio": True, "uvloop": True, "rloop": False}
        self.assertEqual(can, expected)

    def test_error_of_a_plain_signal_handler_is_only_logged_on_uvloop(
        self,
    ):
        raised = []

        def on_signal(_number, _frame):
            if not raised:
                raised.append("once")
                raise Reload

        previous = signal.signal(signal.SIGUSR1, on_signal)
        self.addCleanup(signal.signal, signal.SIGUSR1, previous)
        main_thread = threading.main_thread().ident

        def send(is_parked, is_over):
            is_parked.wait()
            while sys._current_frames()[
                main_thread
            ].f_code.co_name not in {"select", "run", "run_forever"}:
                time.sleep(0.001)
            # A signal just before a loop waits does not wake each loop.
            while not is_over.wait(0.01):
                os.kill(os.getpid(), signal.SIGUSR1)

        async def main(is_parked):
            loop = asyncio.get_running_loop()
            end = loop.create_future()
            loop.set_exception_handler(lambda *_: end.set_result("log"))
            is_parked.set()
            return await end

        ran = {}
        for name, module in ENGINES.items():
            raised.clear()
            events = threading.Event(), threading.Event()
            sender = threading.Thread(target=send, args=events)
            sender.start()
            factory = module.new_event_loop
            try:
                with asyncio.Runner(loop_factory=factory) as runner:
                    ran[name] = runner.run(main(events[0]))
            except Reload:
                ran[name] = "raised"
            finally:
                events[1].set()
                sender.join()
        expected = {
            "asyncio": "raised",
            "uvloop": "log",
            "rloop": "raised",
        }
        self.assertEqual(ran, expected)

    def test_write_buffer_of_uvloop_resumes_at_16_bytes(self):
        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(
                asyncio.Protocol, "127.0.0.1", 0
            )
            address = server.sockets[0].getsockname()
            transport, _ = await loop.create_connection(
                asyncio.Protocol, *address
            )
            limits = transport.get_write_buffer_limits()
            transport.abort()
            server.close()
            return limits

        expected = dict.fromkeys(ENGINES, (16384, 65536))
        expected["uvloop"] = (16, 65536)
        self.assertEqual(on_each(main), expected)

    def test_wait_closed_waits_for_the_clients_on_asyncio_only(self):
        async def main():
            arrived = asyncio.Event()

            async def stay(reader, writer):
                arrived.set()
                with contextlib.suppress(asyncio.CancelledError):
                    await reader.read()
                writer.close()

            server = await asyncio.start_server(stay, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            _, writer = await asyncio.open_connection(*address)
            await arrived.wait()
            server.close()
            wait = asyncio.create_task(server.wait_closed())
            await turns()
            is_done = wait.done()
            writer.close()
            await wait
            return is_done

        returned = dict.fromkeys(ENGINES, True)
        returned["asyncio"] = not SINCE_3_12
        self.assertEqual(on_each(main), returned)

    def test_protocol_sees_three_contexts_on_three_engines(self):
        async def main():
            loop = asyncio.get_running_loop()
            seen = []
            end = loop.create_future()
            request.set("main")

            class Talk(asyncio.Protocol):
                def connection_made(self, transport):
                    seen.append(request.get())
                    request.set("made")

                def data_received(self, data):
                    seen.append(request.get())
                    end.set_result(None)

            server = await loop.create_server(Talk, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            _, writer = await asyncio.open_connection(*address)
            writer.write(b"x")
            await end
            writer.close()
            server.close()
            return seen

        expected = {
            "asyncio": ["main", "made" if SINCE_3_15 else "main"],
            "uvloop": ["main", "made"],
            "rloop": ["no request", "no request"],
        }
        self.assertEqual(on_each(main), expected)

    def test_rloop_has_no_eager_start(self):
        async def main():
            child = asyncio.sleep(0)
            try:
                await asyncio.create_task(child, eager_start=True)
            except TypeError:
                child.close()
                return False
            return True

        expected = dict.fromkeys(ENGINES, SINCE_3_14)
        expected["rloop"] = False
        self.assertEqual(on_each(main), expected)

    def test_eager_task_of_uvloop_gets_its_name_too_late(self):
        async def main():
            async def child():
                return asyncio.current_task().get_name()

            options = {"eager_start": True} if SINCE_3_14 else {}
            return await asyncio.create_task(
                child(), name="child", context=copy_context(), **options
            )

        names = {}
        for module in asyncio, uvloop:
            factory = module.new_event_loop
            with asyncio.Runner(loop_factory=factory) as runner:
                names[module.__name__] = runner.run(main())
        self.assertEqual(names["asyncio"], "child")
        self.assertEqual(names["uvloop"] == "child", not SINCE_3_14)
