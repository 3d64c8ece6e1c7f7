import asyncio
import contextvars
import importlib
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

SINCE_3_15 = sys.version_info >= (3, 15)

request = ContextVar("request", default="no request")


async def read():
    return request.get()


async def write(name):
    request.set(name)


class Talk(asyncio.Protocol):
    """Notes at each callback what the callback before it has set."""

    def __init__(self, seen, end):
        self.seen, self.end = seen, end

    def connection_made(self, transport):
        self.transport = transport
        request.set("made")

    def data_received(self, data):
        self.seen.append(request.get())
        request.set("received")
        self.transport.close()

    def connection_lost(self, error):
        self.seen.append(request.get())
        self.end.set_result(None)


class ContextVariables(unittest.TestCase):
    def test_global_is_overwritten_by_the_other_task(self):
        async def main():
            seen = {}

            async def handle(name):
                seen["request"] = name
                await asyncio.sleep(0)
                return seen["request"]

            both = await asyncio.gather(handle("A"), handle("B"))
            self.assertEqual(both, ["B", "B"])

        asyncio.run(main())

    def test_each_task_sees_the_value_that_it_has_set(self):
        async def handle(name):
            request.set(name)
            await asyncio.sleep(0)
            return request.get()

        async def main():
            both = await asyncio.gather(handle("A"), handle("B"))
            self.assertEqual(both, ["A", "B"])

        asyncio.run(main())

    def test_task_has_a_copy_of_the_context_of_its_creation(self):
        async def main():
            request.set("A")
            task = asyncio.create_task(read())
            request.set("B")
            self.assertEqual(await task, "A")

        asyncio.run(main())

    def test_value_that_a_task_sets_is_not_seen_by_its_creator(self):
        async def main():
            await asyncio.create_task(write("A"))
            self.assertEqual(request.get(), "no request")

        asyncio.run(main())

    def test_value_that_an_awaited_coroutine_sets_stays(self):
        async def main():
            await write("A")
            self.assertEqual(request.get(), "A")

        asyncio.run(main())

    def test_coroutine_that_gather_wraps_sets_its_value_in_a_copy(self):
        async def main():
            await asyncio.gather(write("A"))
            self.assertEqual(request.get(), "no request")

        asyncio.run(main())

    def test_task_with_a_context_runs_in_it_and_not_in_a_copy(self):
        async def main():
            context = copy_context()
            await asyncio.create_task(write("A"), context=context)
            self.assertEqual(context[request], "A")
            again = asyncio.create_task(read(), context=context)
            self.assertEqual(await again, "A")
            self.assertEqual(request.get(), "no request")

        asyncio.run(main())

    def test_own_context_lets_a_task_change_its_creators_values(self):
        async def main():
            context = contextvars.copy_context()

            async def creator():
                child = write("A")
                await asyncio.create_task(child, context=context)
                return request.get()

            task = asyncio.create_task(creator(), context=context)
            self.assertEqual(await task, "A")

        asyncio.run(main())

    def test_reset_brings_the_value_before_back(self):
        async def main():
            request.set("A")
            token = request.set("B")
            request.reset(token)
            self.assertEqual(request.get(), "A")

        asyncio.run(main())

    def test_token_of_another_task_is_refused(self):
        async def main():
            token = request.set("A")

            async def child():
                request.reset(token)

            with self.assertRaises(ValueError):
                await asyncio.create_task(child())

        asyncio.run(main())

    def test_with_resets_the_value_since_3_14(self):
        async def main():
            request.set("A")
            with request.set("B"):
                self.assertEqual(request.get(), "B")
            self.assertEqual(request.get(), "A")

        asyncio.run(main())

    def test_callback_has_a_copy_of_the_context_of_its_call_soon(self):
        async def main():
            seen = []
            request.set("A")
            loop = asyncio.get_running_loop()
            loop.call_soon(lambda: seen.append(request.get()))
            loop.call_soon(request.set, "C")
            request.set("B")
            await asyncio.sleep(0)
            self.assertEqual(seen, ["A"])
            self.assertEqual(request.get(), "B")

        asyncio.run(main())

    def test_to_thread_runs_in_a_copy_of_the_context(self):
        async def main():
            request.set("A")
            self.assertEqual(await asyncio.to_thread(request.get), "A")
            await asyncio.to_thread(request.set, "B")
            self.assertEqual(request.get(), "A")

        asyncio.run(main())

    def test_run_in_executor_takes_no_context_along(self):
        async def main():
            request.set("A")
            loop = asyncio.get_running_loop()
            job = loop.run_in_executor(None, request.get)
            self.assertEqual(await job, "no request")

        asyncio.run(main())

    def test_value_that_a_job_sets_is_seen_by_the_next_on_its_thread(
        self,
    ):
        async def main():
            loop = asyncio.get_running_loop()
            with ThreadPoolExecutor(max_workers=1) as pool:
                await loop.run_in_executor(pool, request.set, "first")
                job = loop.run_in_executor(pool, request.get)
                self.assertEqual(await job, "first")

        asyncio.run(main())

    def test_runner_keeps_values_from_one_run_to_the_next(self):
        with asyncio.Runner() as runner:
            runner.run(write("A"))
            self.assertEqual(runner.run(read()), "A")
        self.assertEqual(request.get(), "no request")
        asyncio.run(write("A"))
        self.assertEqual(asyncio.run(read()), "no request")

    def test_async_generator_sets_values_in_the_task_that_iterates(
        self,
    ):
        async def lines():
            request.set("A")
            yield "line"

        async def main():
            async for _ in lines():
                pass
            self.assertEqual(request.get(), "A")

        asyncio.run(main())

    def test_protocol_keeps_what_connection_made_sets_since_3_15(self):
        async def main():
            loop = asyncio.get_running_loop()
            seen, end = [], loop.create_future()
            request.set("main")
            server = await loop.create_server(
                lambda: Talk(seen, end), "127.0.0.1", 0
            )
            address = server.sockets[0].getsockname()
            _, writer = await asyncio.open_connection(*address)
            writer.write(b"x")
            await end
            writer.close()
            server.close()
            self.assertEqual(seen, ["made", "received"])

        asyncio.run(main())

    def test_protocol_loses_what_connection_made_sets_until_3_14(self):
        async def main():
            loop = asyncio.get_running_loop()
            seen, end = [], loop.create_future()
            request.set("main")
            server = await loop.create_server(
                lambda: Talk(seen, end), "127.0.0.1", 0
            )
            address = server.sockets[0].getsockname()
            _, writer = await asyncio.open_connection(*address)
            writer.write(b"x")
            await end
            writer.close()
            server.close()
            self.assertEqual(seen, ["main", "received"])

        asyncio.run(main())

    def test_lazy_import_sets_values_in_the_first_task_that_uses_it(
        self,
    ):
        if not SINCE_3_15:
            with self.assertRaises(SyntaxError):
                importlib.import_module("lazy_reader")
            return
        reader = importlib.import_module("lazy_reader")
        self.assertNotIn("settings", sys.modules)

        async def use(turn):
            await turn.wait()
            return reader.region()

        async def main():
            first, second = asyncio.Event(), asyncio.Event()
            tasks = [
                asyncio.create_task(use(second), name="second"),
                asyncio.create_task(use(first), name="first"),
            ]
            first.set()
            self.assertEqual(await tasks[1], "north")
            second.set()
            self.assertEqual(await tasks[0], "no region")
            self.assertEqual(reader.loaded_by(), "first")

        asyncio.run(main())
