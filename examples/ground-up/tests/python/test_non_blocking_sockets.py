import asyncio
import select
import socket
import threading
import unittest
from types import coroutine

from async_socket import AsyncSocket, wait_for
from select_loop import SelectLoop


class SocketWrapper(unittest.TestCase):
    def pair(self):
        ends = socket.socketpair()
        for end in ends:
            self.addCleanup(end.close)
        return ends

    def test_readiness_is_gone_when_another_reader_took_the_bytes(self):
        signal, shore = self.pair()
        twin = signal.dup()
        self.addCleanup(twin.close)
        shore.send(b"high tide")
        ready, _, _ = select.select([signal, twin], [], [])
        self.assertEqual(ready, [signal, twin])
        self.assertEqual(signal.recv(100), b"high tide")
        twin.setblocking(False)
        with self.assertRaises(BlockingIOError):
            twin.recv(100)

    def test_blocking_recv_stops_the_loop_until_more_comes(self):
        log = []
        signal, shore = self.pair()
        twin = signal.dup()
        self.addCleanup(twin.close)
        first_has_read = threading.Event()

        def read(sock):
            yield "recv", sock
            sock.recv(100)
            log.append("read")
            first_has_read.set()

        def lighthouse():
            yield "send", shore
            log.append("blink")

        def signal_again():
            first_has_read.wait()
            threading.Event().wait(0.1)
            log.append("signal")
            shore.send(b"low tide")

        loop = SelectLoop()
        for task in (read(signal), read(twin), lighthouse()):
            loop.spawn(task)
        shore.send(b"high tide")
        thread = threading.Thread(target=signal_again)
        thread.start()
        loop.run()
        thread.join()
        self.assertEqual(log, ["read", "signal", "read", "blink"])

    def test_non_blocking_recv_waits_again_and_lets_others_run(self):
        log = []
        signal, shore = self.pair()
        twin = signal.dup()

        async def read(name, sock):
            await sock.recv(100)
            log.append(name)
            sock.close()

        async def lighthouse():
            await wait_for("send", shore)
            log.append("lighthouse")
            shore.send(b"low tide")

        loop = SelectLoop()
        loop.spawn(read("Gull", AsyncSocket(signal)))
        loop.spawn(read("Heron", AsyncSocket(twin)))
        loop.spawn(lighthouse())
        shore.send(b"high tide")
        loop.run()
        self.assertEqual(log, ["Gull", "lighthouse", "Heron"])

    def test_writable_socket_takes_a_part_of_what_is_too_much(self):
        near, _far = self.pair()
        near.setblocking(False)
        self.assertEqual(select.select([], [near], [], 0)[1], [near])
        sent = near.send(bytes(10_000_000))
        self.assertGreater(sent, 0)
        self.assertLess(sent, 10_000_000)

    def test_blocking_send_returns_only_when_the_peer_has_read(self):
        near, far = self.pair()
        self.assertEqual(select.select([], [near], [], 0)[1], [near])
        order = []

        def send():
            near.send(bytes(3_000_000))
            order.append("sent")

        thread = threading.Thread(target=send)
        thread.start()
        left = 3_000_000
        thread.join(0.1)
        self.assertEqual(order, [])
        while left:
            left -= len(far.recv(65536))
        thread.join()
        self.assertEqual(order, ["sent"])

    def test_sendall_goes_on_where_the_last_part_ended(self):
        data = bytes(range(256)) * 10_000
        near, far = self.pair()
        received = bytearray()

        async def send():
            sock = AsyncSocket(near)
            await sock.sendall(data)
            sock.close()

        async def receive():
            sock = AsyncSocket(far)
            while part := await sock.recv(65536):
                received.extend(part)

        loop = SelectLoop()
        loop.spawn(send())
        loop.spawn(receive())
        loop.run()
        self.assertEqual(received, data)

    def test_async_function_gives_the_loop_what_its_leaf_yields(self):
        async def read(sock):
            return await AsyncSocket(sock).recv(100)

        near, far = self.pair()
        far.send(b"high tide")
        task = read(near)
        self.assertEqual(task.send(None), ("recv", near))
        with self.assertRaises(StopIteration) as end:
            task.send(None)
        self.assertEqual(end.exception.value, b"high tide")

    def test_next_does_not_run_a_coroutine(self):
        async def read():
            pass

        task = read()
        with self.assertRaises(TypeError):
            next(task)
        task.close()

    def test_non_blocking_is_shared_by_the_copies_of_a_descriptor(self):
        near, _far = self.pair()
        twin = near.dup()
        self.addCleanup(twin.close)
        near.setblocking(False)
        with self.assertRaises(BlockingIOError):
            socket.socket.recv(twin, 100, socket.MSG_PEEK)

    def test_eager_client_takes_one_line_a_turn(self):
        log = []
        near, far = self.pair()
        far.send(b"abc")

        async def attend():
            sock = AsyncSocket(near)
            for _ in range(3):
                await sock.recv(1)
                log.append("eager")

        async def lighthouse():
            for _ in range(3):
                await wait_for("send", far)
                log.append("blink")

        loop = SelectLoop()
        loop.spawn(attend())
        loop.spawn(lighthouse())
        loop.run()
        self.assertEqual(log, ["eager", "blink"] * 3)

    def test_await_refuses_a_generator_without_the_mark(self):
        def leaf():
            yield "recv"

        async def task(leaf):
            await leaf()

        with self.assertRaises(TypeError):
            task(leaf).send(None)
        marked = task(coroutine(leaf))
        self.assertEqual(marked.send(None), "recv")
        marked.close()

    def test_asyncio_reader_keeps_its_turn_while_there_are_bytes(self):
        log = []
        near, far = self.pair()
        near.setblocking(False)
        far.send(bytes(1000))

        async def read():
            loop = asyncio.get_running_loop()
            for _ in range(1000):
                await loop.sock_recv(near, 1)
            log.append("reader")

        async def main():
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(read())
                tasks.create_task(lighthouse())

        async def lighthouse():
            log.append("lighthouse")

        asyncio.run(main())
        self.assertEqual(log, ["reader", "lighthouse"])

    def test_asyncio_refuses_a_blocking_socket_in_debug_mode(self):
        near, far = self.pair()
        far.send(b"!")

        async def read():
            loop = asyncio.get_running_loop()
            return await loop.sock_recv(near, 1)

        with self.assertRaisesRegex(ValueError, "non-blocking"):
            asyncio.run(read(), debug=True)
        self.assertEqual(asyncio.run(read(), debug=False), b"!")

    def test_asyncio_sock_recv_blocks_on_a_blocking_socket(self):
        log = []
        near, far = self.pair()
        is_called = threading.Event()

        def speak():
            is_called.wait()
            threading.Event().wait(0.1)
            log.append("shore")
            far.send(b"!")

        async def receive():
            is_called.set()
            await asyncio.get_running_loop().sock_recv(near, 1)
            log.append("received")

        async def main():
            task = asyncio.create_task(receive())
            await asyncio.sleep(0)
            log.append("main")
            await task

        thread = threading.Thread(target=speak)
        thread.start()
        asyncio.run(main())
        thread.join()
        self.assertEqual(log, ["shore", "received", "main"])


if __name__ == "__main__":
    unittest.main()
