import asyncio
import gc
import os
import sys
import threading
import unittest
import warnings
from asyncio.subprocess import PIPE
from contextlib import suppress


async def cat():
    return await asyncio.create_subprocess_exec(
        "cat", stdin=PIPE, stdout=PIPE
    )


async def child_with_a_child():
    """At a line it ends, and its own child keeps the pipes open."""
    return await asyncio.create_subprocess_exec(
        *("sh", "-c", "exec 3<&0; read word; cat <&3 & exit 3"),
        stdin=PIPE,
        stdout=PIPE,
    )


async def has_ended(child):
    """The end of the child is known, and ten turns have passed."""
    while child.returncode is None:
        await asyncio.sleep(0)
    for _ in range(10):
        await asyncio.sleep(0)


class Subprocesses(unittest.IsolatedAsyncioTestCase):
    async def test_child_outlives_the_task_that_waits_for_it(self):
        child = await cat()
        waits = asyncio.create_task(child.wait())
        await asyncio.sleep(0)
        waits.cancel()
        await asyncio.wait([waits])
        child.stdin.write(b"here\n")
        self.assertEqual(await child.stdout.readline(), b"here\n")
        child.stdin.close()
        self.assertEqual(await child.stdout.read(), b"")
        self.assertEqual(await child.wait(), 0)

    async def test_communicate_writes_and_reads_at_once(self):
        child = await cat()
        output, _ = await child.communicate(bytes(2**20))
        self.assertEqual(len(output), 2**20)
        self.assertEqual(child.returncode, 0)  # its input was closed

    @unittest.skipUnless(sys.platform == "linux", "as Linux does it")
    async def test_pipe_has_room_for_64_kib(self):
        output, pipe = os.pipe()
        self.addCleanup(os.close, output)
        self.addCleanup(os.close, pipe)
        os.set_blocking(pipe, False)
        self.assertEqual(os.write(pipe, bytes(2**20)), 64 * 1024)

    async def test_writing_all_to_a_child_before_reading_waits_for_ever(
        self,
    ):
        child = await cat()
        child.stdin.write(bytes(2**20))
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(child.stdin.drain(), 0.1)
        child.kill()
        await child.communicate()

    async def test_wait_does_not_hang_up(self):
        child = await cat()
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(child.wait(), 0.1)
        child.stdin.close()
        self.assertEqual(await child.stdout.read(), b"")
        self.assertEqual(await child.wait(), 0)

    async def test_program_that_is_not_there_is_an_error(self):
        with self.assertRaises(FileNotFoundError):
            await asyncio.create_subprocess_exec("no-such-motor")

    async def test_return_code_of_a_killed_child_is_negative(self):
        child = await cat()
        child.kill()
        await child.communicate()
        self.assertEqual(child.returncode, -9)

    async def test_kill_of_a_child_that_has_ended_is_an_error(self):
        child = await cat()
        await child.communicate(b"")
        for _ in range(10):  # the transport closes
            await asyncio.sleep(0)
        with self.assertRaises(ProcessLookupError):
            child.kill()

    async def test_kill_of_an_ended_child_whose_pipe_is_open_raises_nothing(
        self,
    ):
        child = await child_with_a_child()
        child.stdin.write(b"end\n")
        await has_ended(child)
        child.kill()
        self.assertEqual(child.returncode, 3)
        child.stdin.close()
        self.assertEqual(await child.stdout.read(), b"")

    async def test_wait_for_the_end_waits_for_the_pipes_too_in_old_releases(
        self,
    ):
        child = await child_with_a_child()
        waits = asyncio.create_task(child.wait())
        await asyncio.sleep(0)
        child.stdin.write(b"end\n")
        await has_ended(child)
        self.assert_waits_in_old_releases(waits)
        child.stdin.close()
        self.assertEqual(await child.stdout.read(), b"")
        self.assertEqual(await waits, 3)

    async def test_wait_after_a_kill_waits_for_unread_output_in_old_releases(
        self,
    ):
        child = await asyncio.create_subprocess_exec("yes", stdout=PIPE)
        while not child.stdout._paused:  # its buffer is full
            await asyncio.sleep(0)
        child.kill()
        waits = asyncio.create_task(child.wait())
        await has_ended(child)
        self.assert_waits_in_old_releases(waits)
        await child.communicate()
        self.assertEqual(await waits, -9)

    def assert_waits_in_old_releases(self, waits):
        if sys.version_info < (3, 13):
            self.assertFalse(waits.done())
        elif sys.version_info >= (3, 15, 2):
            self.assertTrue(waits.done())

    async def test_communicate_without_input_closes_the_input_since_3_12(
        self,
    ):
        child = await asyncio.create_subprocess_exec("cat", stdin=PIPE)
        talks = asyncio.create_task(child.communicate())
        for _ in range(10):
            await asyncio.sleep(0)
        closed = child.stdin.is_closing()
        child.stdin.close()
        await talks
        self.assertTrue(closed)

    async def test_child_of_a_killed_child_goes_on(self):
        child = await asyncio.create_subprocess_exec(
            *("sh", "-c", "exec 3<&0; cat <&3 & echo started; wait"),
            stdin=PIPE,
            stdout=PIPE,
        )
        await child.stdout.readline()
        child.kill()
        child.stdin.write(b"here\n")
        self.assertEqual(await child.stdout.readline(), b"here\n")
        child.stdin.close()
        self.assertEqual(await child.stdout.read(), b"")
        self.assertEqual(await child.wait(), -9)

    def test_child_watchers_are_gone_since_3_14(self):
        self.assertFalse(hasattr(asyncio, "get_child_watcher"))

    def test_child_watchers_are_deprecated_since_3_12_until_3_13(self):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            asyncio.get_child_watcher()
        self.assertIn(DeprecationWarning, [w.category for w in told])

    async def test_second_communicate_has_the_second_part_only(self):
        waits, goes_on = os.pipe()
        said, says = os.pipe()
        program = (
            f"echo first; echo >/dev/fd/{says}; "
            f"cat </dev/fd/{waits}; echo second"
        )
        child = await asyncio.create_subprocess_exec(
            *("sh", "-c", program),
            stdout=PIPE,
            pass_fds=[waits, says],
        )
        os.close(waits)
        os.close(says)
        first = asyncio.create_task(child.communicate())
        await asyncio.to_thread(os.read, said, 1)
        os.close(said)
        for _ in range(10):  # turns in which the loop reads
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        os.close(goes_on)
        output, _ = await child.communicate()
        self.assertEqual(output, b"second\n")

    async def test_long_line_of_a_child_is_an_error(self):
        child = await cat()
        child.stdin.write(b"x" * 65537 + b"\n")
        with self.assertRaises(ValueError):
            async for _ in child.stdout:
                pass
        child.kill()
        await child.communicate()

    async def test_wait_does_not_read_what_fills_the_pipe(self):
        child = await cat()
        sends = asyncio.create_task(self.send(child, bytes(2**20)))
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(child.wait(), 0.3)
        self.assertEqual(len(await child.stdout.read()), 2**20)
        self.assertEqual(await child.wait(), 0)
        await sends

    async def send(self, child, plates):
        child.stdin.write(plates)
        await child.stdin.drain()
        child.stdin.close()

    async def test_reading_one_output_of_a_child_first_waits_for_ever(
        self,
    ):
        child = await asyncio.create_subprocess_exec(
            *("sh", "-c", "head -c 1000000 /dev/zero >&2; echo done"),
            stdout=PIPE,
            stderr=PIPE,
        )
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(child.stdout.read(), 0.3)
        errors = await child.stderr.read()
        self.assertEqual(len(errors), 1_000_000)
        self.assertEqual(await child.stdout.read(), b"done\n")
        await child.wait()

    async def test_arguments_are_not_read_by_a_shell(self):
        child = await asyncio.create_subprocess_exec(
            "echo", "$HOME; echo *", stdout=PIPE
        )
        output, _ = await child.communicate()
        self.assertEqual(output, b"$HOME; echo *\n")

    def test_collected_child_is_killed_after_the_run_since_3_12(self):
        async def main():
            child = await asyncio.create_subprocess_exec("sleep", "9")
            return child.pid

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pid = asyncio.run(main())
            gc.collect()
        ended = threading.Event()

        def wait():
            with suppress(ChildProcessError):  # noted by a watcher
                os.waitpid(pid, 0)
            ended.set()

        threading.Thread(target=wait, daemon=True).start()
        self.assertTrue(ended.wait(3))

    async def test_exit_can_be_told_before_the_last_output(self):
        events = []
        ended = asyncio.get_running_loop().create_future()

        class Motor(asyncio.SubprocessProtocol):
            def pipe_data_received(self, descriptor, block):
                events.append(block)

            def process_exited(self):
                events.append("exited")
                late.set()

            def connection_lost(self, error):
                ended.set_result(None)

        late = asyncio.Event()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.subprocess_exec(
            Motor, "sh", "-c", "exec 3<&0; cat <&3 & exit 0"
        )
        await late.wait()
        transport.get_pipe_transport(0).write(b"late")
        transport.get_pipe_transport(0).close()
        await ended
        self.assertEqual(events, ["exited", b"late"])
        transport.close()


if __name__ == "__main__":
    unittest.main()
