import ast
import asyncio
import concurrent.futures
import gc
import pathlib
import socket
import subprocess
import sys
import unittest
import warnings

from on_curio import curio

traps = curio.traps


def functions_that_yield_to_the_kernel():
    """The names of curio's functions that `types.coroutine` decorates."""
    for file in pathlib.Path(curio.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            for decorator in getattr(node, "decorator_list", ()):
                if ast.unparse(decorator) in (
                    "coroutine",
                    "types.coroutine",
                ):
                    yield node.name


class Abandoned(curio.task.Task):
    """A task that says nothing when its kernel has been killed."""

    def __del__(self):
        self.coro.close()


class CurioKernel(unittest.TestCase):
    def tearDown(self):
        # A kernel that was killed has closed nothing.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()

    def test_one_function_of_curio_yields_to_the_kernel(self):
        names = list(functions_that_yield_to_the_kernel())
        self.assertEqual(names, ["_kernel_trap"])

    def test_request_is_a_tuple_of_a_name_and_its_arguments(self):
        sleep = curio.sleep(2)
        self.assertEqual(sleep.send(None), ("trap_sleep", 2))
        sleep.close()

    def test_answer_is_the_value_of_the_await(self):
        clock = curio.clock()
        self.assertEqual(clock.send(None), ("trap_clock",))
        with self.assertRaises(StopIteration) as end:
            clock.send(7.5)
        self.assertEqual(end.exception.value, 7.5)

    def test_answer_that_is_an_exception_is_raised_at_the_await(self):
        sleep = curio.sleep(2)
        sleep.send(None)
        with self.assertRaises(curio.TaskCancelled):
            sleep.send(curio.TaskCancelled())

    def test_unknown_request_kills_the_kernel(self):
        async def main():
            try:
                await curio.traps._kernel_trap("trap_tea")
            except KeyError:
                self.fail("the task was told")

        kernel = curio.Kernel(taskcls=Abandoned)
        with self.assertRaises(KeyError):
            kernel.run(main)
        with self.assertRaisesRegex(RuntimeError, "crashed"):
            kernel.run(main)

    def test_await_of_asyncio_kills_curios_kernel(self):
        async def main():
            try:
                await asyncio.sleep(0)
            except TypeError:
                self.fail("the task was told")

        with self.assertRaises(TypeError):
            curio.run(main, taskcls=Abandoned)

    def test_request_of_curio_is_an_error_in_the_task_of_asyncio(self):
        async def main():
            with self.assertRaisesRegex(RuntimeError, "trap_sleep"):
                await curio.sleep(1)
            return "goes on"

        self.assertEqual(asyncio.run(main()), "goes on")

    def test_requests_that_only_ask_keep_the_turn(self):
        log = []

        async def child():
            log.append("child")

        async def main():
            task = await traps._spawn(child())
            await traps._clock()
            await traps._get_current()
            await traps._get_kernel()
            await traps._unset_timeout(await traps._set_timeout(None))
            await traps._scheduler_wake(curio.sched.SchedFIFO(), 0)
            await traps._cancel_task(task)
            await traps._io_waiting(0)
            await traps._io_release(0)
            log.append("main")
            await task.wait()

        curio.run(main)
        self.assertEqual(log, ["main", "child"])

    def test_requests_that_wait_give_up_the_turn(self):
        near, far = socket.socketpair()
        near.send(b"!")
        queue = curio.sched.SchedFIFO()
        done = concurrent.futures.Future()
        done.set_result(None)

        async def child(log):
            log.append("child")
            if queue:
                await queue.wake()

        async def main(request):
            log = []
            task = await curio.spawn(child, log)
            await request()
            log.append("main")
            await task.join()
            return log

        for request in (
            lambda: traps._sleep(0.01),
            lambda: traps._read_wait(far),
            lambda: traps._write_wait(far),
            lambda: traps._future_wait(done),
            lambda: traps._scheduler_wait(queue, "QUEUE_GET"),
        ):
            log = curio.run(main, request)
            self.assertEqual(log, ["child", "main"])
        near.close()
        far.close()

    def test_curio_alone_can_be_imported_on_python_3_11_only(self):
        command = [sys.executable, "-c", "import curio"]
        run = subprocess.run(command, capture_output=True, check=False)
        is_311 = sys.version_info < (3, 12)
        self.assertEqual(run.returncode == 0, is_311)

    def test_request_raises_a_cancellation_that_is_there_within_the_turn(
        self,
    ):
        log = []

        async def child():
            log.append("child")

        async def target():
            task = await curio.spawn(child)
            try:
                await curio.sleep(0)
            except curio.CancelledError:
                log.append("cancelled")
            await task.join()

        async def main():
            task = await curio.spawn(target)
            # Its first turn has not come yet.
            await task.cancel(blocking=False)
            await task.wait()

        curio.run(main)
        self.assertEqual(log, ["cancelled", "child"])

    def test_sleep_of_zero_gives_up_the_turn(self):
        log = []

        async def child():
            log.append("child")

        async def main():
            task = await curio.spawn(child)
            await curio.sleep(0)
            log.append("main")
            await task.join()

        curio.run(main)
        self.assertEqual(log, ["child", "main"])
