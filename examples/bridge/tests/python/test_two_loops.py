"""The usual bridge, pyo3-async-runtimes, where the two ways differ."""

import asyncio
import atexit
import contextvars
import threading
import unittest

from rust import on_tokio

atexit.register(on_tokio.finish)


class TwoLoopsTest(unittest.IsolatedAsyncioTestCase):
    pilot = contextvars.ContextVar("pilot", default="no pilot")

    async def asyncSetUp(self):
        self.log = []
        self.begun, self.tide, self.moored = (
            asyncio.Event() for _ in "123"
        )

    async def ferry(self):
        self.begun.set()
        try:
            await self.tide.wait()
            self.log.append("moors")
            self.moored.set()
        except asyncio.CancelledError:
            self.log.append("cancelled")
            raise

    async def test_cancel_on_two_loops_leaves_the_coroutine_running(
        self,
    ):
        async def outer():
            await on_tokio.timeout(60, self.ferry())

        task = asyncio.create_task(outer())
        await self.begun.wait()
        task.cancel()
        await asyncio.wait([task])
        self.assertTrue(task.cancelled())
        self.tide.set()
        await self.moored.wait()
        self.assertEqual(self.log, ["moors"])

    async def test_limit_on_two_loops_leaves_the_coroutine_running(
        self,
    ):
        with self.assertRaises(TimeoutError):
            await on_tokio.timeout(0.05, self.ferry())
        await self.begun.wait()
        self.tide.set()
        await self.moored.wait()
        self.assertEqual(self.log, ["moors"])

    async def test_python_called_on_tokio_is_in_another_thread_without_a_loop(
        self,
    ):
        def where():
            loop = asyncio._get_running_loop()
            return threading.current_thread(), loop, self.pilot.get()

        self.pilot.set("Ole")
        thread, loop, pilot = await on_tokio.call_after_sleep(where)
        self.assertIsNot(thread, threading.current_thread())
        self.assertIsNone(loop)
        self.assertEqual(pilot, "no pilot")

    async def test_panic_on_two_loops_is_an_exception_without_its_text(
        self,
    ):
        with self.assertRaises(Exception) as caught:
            await on_tokio.panic("the berth is gone")
        self.assertEqual(type(caught.exception).__name__, "RustPanic")
        self.assertNotIn("berth", str(caught.exception))

    async def test_exception_on_two_loops_is_the_same_object(self):
        error = KeyError("berth 4")

        async def inner():
            raise error

        with self.assertRaises(KeyError) as caught:
            await on_tokio.timeout(60, inner())
        self.assertIs(caught.exception, error)
