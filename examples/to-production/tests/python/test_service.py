import asyncio
import os
import subprocess
import sys
import unittest

DISK_THAT_NEVER_ANSWERS = """
import threading

begun = threading.Event()

def disk():
    begun.set()
    threading.Event().wait()

threading.Thread(target=disk, daemon=True).start()
begun.wait()
print("main ends")
"""


LOG_WITHOUT_A_READER = """
import sys

print("waits in a buffer")
try:
    print("goes out", flush=True)
except BrokenPipeError:
    sys.exit("raised by the second")
"""


class Service(unittest.IsolatedAsyncioTestCase):
    async def test_start_server_accepts_clients_that_find_no_room(self):
        room = asyncio.Semaphore(1)
        accepted, all_accepted = [], asyncio.Event()

        async def serve(reader, writer):
            accepted.append(writer)
            if len(accepted) == 20:
                all_accepted.set()
            async with room:
                await reader.read()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        clients = [
            await asyncio.open_connection(*address) for _ in range(20)
        ]
        # None of them has sent anything, so the first keeps the permit.
        await asyncio.wait_for(all_accepted.wait(), 10)
        self.assertTrue(room.locked())
        server.close()
        for _, writer in clients:
            writer.close()
        for reader, _ in clients:
            await reader.read()

    def test_process_does_not_wait_for_a_daemon_thread(self):
        ended = subprocess.run(
            [sys.executable, "-c", DISK_THAT_NEVER_ANSWERS],
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        )
        self.assertEqual(ended.stdout, "main ends\n")

    def test_print_to_a_pipe_without_a_reader_raises_when_it_flushes(
        self,
    ):
        reader, writer = os.pipe()
        os.close(reader)
        environment = {**os.environ, "PYTHONUNBUFFERED": ""}
        with os.fdopen(writer, "wb") as pipe:
            ended = subprocess.run(
                [sys.executable, "-c", LOG_WITHOUT_A_READER],
                check=False,
                env=environment,
                stdout=pipe,
                stderr=subprocess.PIPE,
                text=True,
                timeout=20,
            )
        self.assertIn("raised by the second\n", ended.stderr)
