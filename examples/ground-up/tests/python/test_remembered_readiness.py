import asyncio
import os
import pty
import socket
import tty
import unittest


class Counted(socket.socket):
    reads = 0

    def recv(self, size, flags=0):
        self.reads += 1
        return super().recv(size, flags)


class RememberedReadiness(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.client, server = socket.socketpair()
        self.server = Counted(
            server.family, server.type, fileno=server.detach()
        )
        self.server.setblocking(False)
        self.addCleanup(self.client.close)
        self.addCleanup(self.server.close)

    async def test_sock_recv_reads_twice_for_a_request_that_it_waits_for(
        self,
    ):
        loop = asyncio.get_running_loop()
        for request in range(1, 11):
            read = asyncio.create_task(loop.sock_recv(self.server, 64))
            await asyncio.sleep(0)
            self.client.send(b"fib 7")
            self.assertEqual(await read, b"fib 7")
            self.assertEqual(self.server.reads, 2 * request)

    async def test_sock_recv_reads_once_for_bytes_that_are_there(self):
        loop = asyncio.get_running_loop()
        self.client.send(b"fib 7")
        received = await loop.sock_recv(self.server, 64)
        self.assertEqual((received, self.server.reads), (b"fib 7", 1))

    async def test_streams_read_once_for_a_request_that_they_wait_for(
        self,
    ):
        reader, writer = await asyncio.open_connection(sock=self.server)
        for request in range(1, 11):
            read = asyncio.create_task(reader.read(64))
            await asyncio.sleep(0)
            self.client.send(b"fib 7")
            self.assertEqual(await read, b"fib 7")
            self.assertEqual(self.server.reads, request)
        writer.close()
        await writer.wait_closed()

    def test_short_read_of_a_unix_socket_can_leave_bytes_behind(self):
        sender, reader = socket.socketpair()
        with sender, reader:
            # The first bytes bring a descriptor along.
            socket.send_fds(sender, [b"fib "], [sender.fileno()])
            sender.send(b"7")
            self.assertEqual(reader.recv(64), b"fib ")
            self.assertEqual(reader.recv(64), b"7")

    def test_short_read_of_a_tcp_socket_stops_before_an_urgent_byte(
        self,
    ):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            sender = socket.create_connection(listener.getsockname())
            reader, _ = listener.accept()
        with sender, reader:
            sender.sendall(b"fib ")
            sender.send(b"!", socket.MSG_OOB)
            sender.sendall(b"7")
            self.assertEqual(reader.recv(64), b"fib ")
            self.assertEqual(reader.recv(64), b"7")

    def test_short_read_of_a_terminal_stops_at_the_end_of_a_line(self):
        keyboard, terminal = pty.openpty()
        self.addCleanup(os.close, keyboard)
        self.addCleanup(os.close, terminal)
        os.write(keyboard, b"fib 7\nfib 8\n")
        self.assertEqual(os.read(terminal, 64), b"fib 7\n")
        self.assertEqual(os.read(terminal, 64), b"fib 8\n")
        tty.setraw(terminal)
        os.write(keyboard, b"fib 7\nfib 8\n")
        self.assertEqual(os.read(terminal, 64), b"fib 7\nfib 8\n")
