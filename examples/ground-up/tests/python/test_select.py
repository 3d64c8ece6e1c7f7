import asyncio
import errno
import fcntl
import resource
import select
import selectors
import socket
import threading
import unittest

import fib_by_select
from select_loop import SelectLoop


class Select(unittest.TestCase):
    def pair(self):
        ends = socket.socketpair()
        for end in ends:
            self.addCleanup(end.close)
        return ends

    def beyond_select(self):
        """A socket whose descriptor is at least 1024, and its peer."""
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        soft = (
            2048 if hard == resource.RLIM_INFINITY else min(2048, hard)
        )
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        near, far = self.pair()
        number = fcntl.fcntl(near, fcntl.F_DUPFD_CLOEXEC, 1024)
        high = socket.socket(fileno=number)
        self.addCleanup(high.close)
        self.assertGreaterEqual(high.fileno(), 1024)
        return high, far

    def test_waiting_task_takes_no_turn_until_its_socket_is_ready(self):
        turns = []
        near, far = self.pair()
        busy, _ = self.pair()

        def wait():
            yield "recv", near
            turns.append("waited")

        def work():
            for _ in range(100):
                turns.append("works")
                yield "send", busy
            far.send(b"high tide")

        loop = SelectLoop()
        loop.spawn(wait())
        loop.spawn(work())
        loop.run()
        self.assertEqual(turns, ["works"] * 100 + ["waited"])

    def test_readiness_order_decides_not_the_order_of_spawning(self):
        log = []
        pairs = {"Gull": self.pair(), "Heron": self.pair()}

        def wait(ferry):
            yield "recv", pairs[ferry][0]
            log.append(ferry)
            if ferry == "Heron":
                pairs["Gull"][1].send(b"!")

        loop = SelectLoop()
        loop.spawn(wait("Gull"))
        loop.spawn(wait("Heron"))
        pairs["Heron"][1].send(b"!")
        loop.run()
        self.assertEqual(log, ["Heron", "Gull"])

    def test_sockets_that_are_ready_at_once_go_on_in_the_order_of_the_map(
        self,
    ):
        log = []
        pairs = {"Gull": self.pair(), "Heron": self.pair()}

        def wait(ferry):
            yield "recv", pairs[ferry][0]
            log.append(ferry)

        loop = SelectLoop()
        loop.spawn(wait("Gull"))
        loop.spawn(wait("Heron"))
        pairs["Heron"][1].send(b"!")  # she is first
        pairs["Gull"][1].send(b"!")
        loop.run()
        self.assertEqual(log, ["Gull", "Heron"])

    def test_socket_whose_peer_has_closed_is_ready_to_receive(self):
        near, far = self.pair()
        self.assertEqual(select.select([near], [], [], 0)[0], [])
        far.close()
        self.assertEqual(select.select([near], [], [], 0)[0], [near])
        self.assertEqual(near.recv(100), b"")

    def test_socket_that_is_ready_to_send_takes_at_least_one_byte(self):
        near, _far = self.pair()
        near.setblocking(False)
        while select.select([], [near], [], 0)[1]:
            self.assertGreater(near.send(bytes(1000)), 0)

    def test_select_refuses_a_descriptor_of_1024_or_more(self):
        high, far = self.beyond_select()
        far.send(b"!")
        with self.assertRaisesRegex(
            ValueError, "out of range in select"
        ):
            select.select([high], [], [], 0)

    def test_poll_takes_a_descriptor_of_1024_or_more(self):
        high, far = self.beyond_select()
        far.send(b"!")
        poll = select.poll()
        poll.register(high, select.POLLIN)
        self.assertEqual(poll.poll(0), [(high.fileno(), select.POLLIN)])

    def test_accept_fails_where_no_descriptor_is_left(self):
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        client = socket.create_connection(listener.getsockname())
        self.addCleanup(client.close)
        near, _ = self.pair()
        lowest_free = near.dup()
        number = lowest_free.fileno()
        lowest_free.close()
        self.addCleanup(
            resource.setrlimit, resource.RLIMIT_NOFILE, limits
        )
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, limits[1]))
        with self.assertRaises(OSError) as refused:
            listener.accept()
        self.assertEqual(refused.exception.errno, errno.EMFILE)

    def test_one_high_descriptor_ends_the_loop_of_all(self):
        high, _ = self.beyond_select()
        near, far = self.pair()
        far.send(b"!")
        log = []

        def wait(sock):
            yield "recv", sock
            log.append("had a turn")

        loop = SelectLoop()
        loop.spawn(wait(near))
        loop.spawn(wait(high))
        with self.assertRaises(ValueError):
            loop.run()
        self.assertEqual(log, [])

    def test_second_task_on_a_socket_displaces_the_first(self):
        log = []
        near, far = self.pair()

        def wait(ferry):
            yield "recv", near
            log.append(ferry)

        loop = SelectLoop()
        for ferry in ("Gull", "Heron"):
            loop.spawn(wait(ferry))
        loop.alive -= 1  # or it would wait for Gull for ever
        far.send(b"!")
        loop.run()
        self.assertEqual(log, ["Heron"])
        self.assertEqual(loop.waiting, {"recv": {}, "send": {}})

    def test_asyncio_too_forgets_the_first_of_two_readers(self):
        near, far = self.pair()
        near.setblocking(False)

        async def main():
            loop = asyncio.get_running_loop()
            gull = asyncio.create_task(loop.sock_recv(near, 1))
            heron = asyncio.create_task(loop.sock_recv(near, 1))
            await asyncio.sleep(0)
            far.send(b"ab")
            await heron
            for _ in range(10):
                await asyncio.sleep(0)
            self.assertFalse(gull.done())
            gull.cancel()

        asyncio.run(main())

    def test_reset_of_one_client_ends_a_loop_without_try(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        client = socket.create_connection(listener.getsockname())
        served, _ = listener.accept()
        self.addCleanup(served.close)
        linger_zero = b"\x01\0\0\0\0\0\0\0"
        client.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger_zero
        )
        client.close()

        def answer():
            yield "recv", served
            served.recv(100)

        loop = SelectLoop()
        loop.spawn(answer())
        with self.assertRaises(ConnectionResetError):
            loop.run()

    def test_select_walks_every_number_it_is_given(self):
        """An idle socket among ten is asked about each time."""
        asked = []

        class Counted:
            def __init__(self, sock):
                self.sock = sock

            def fileno(self):
                asked.append(self.sock)
                return self.sock.fileno()

        idle = [Counted(self.pair()[0]) for _ in range(10)]
        near, far = self.pair()
        far.send(b"!")
        for _ in range(3):
            select.select([*idle, near], [], [])
        self.assertEqual(len(asked), 30)

    def test_registered_socket_is_not_asked_again(self):
        asked = []

        class Counted:
            def __init__(self, sock):
                self.sock = sock

            def fileno(self):
                asked.append(self.sock)
                return self.sock.fileno()

        near, far = self.pair()
        far.send(b"!")
        with selectors.DefaultSelector() as registered:
            for _ in range(10):
                idle = Counted(self.pair()[0])
                registered.register(idle, selectors.EVENT_READ)
            registered.register(near, selectors.EVENT_READ)
            at_registration = len(asked)
            for _ in range(3):
                self.assertEqual(len(registered.select()), 1)
        self.assertEqual(len(asked), at_registration)

    def test_half_a_line_is_taken_for_a_line(self):
        near, far = self.pair()
        loop = SelectLoop()
        answers = []

        def client():
            for piece in (b"1", b"0\n"):
                yield "send", far
                far.send(piece)
                yield "recv", far
                answers.append(far.recv(100))
            far.close()

        loop.spawn(fib_by_select.attend(near))
        loop.spawn(client())
        loop.run()
        self.assertEqual(answers, [b"error: line too long\n", b"0\n"])

    def test_queue_that_never_empties_starves_the_sockets(self):
        near, far = self.pair()
        far.send(b"!")
        loop = SelectLoop()
        turns = []

        def wait():
            yield "recv", near
            turns.append("waited")

        def breed(generations):
            turns.append(generations)
            if generations:
                loop.spawn(breed(generations - 1))
            return
            yield

        loop.spawn(wait())
        loop.spawn(breed(100))
        loop.run()
        self.assertEqual(turns[-1], "waited")
        self.assertEqual(len(turns), 102)

    def test_asyncio_asks_its_selector_in_every_round(self):
        near, far = self.pair()
        far.send(b"!")
        turns = []

        async def main():
            loop = asyncio.get_running_loop()
            heard = loop.create_future()

            def breed():
                turns.append("ready")
                if not heard.done():
                    loop.call_soon(breed)

            loop.add_reader(near, heard.set_result, None)
            breed()
            await heard
            loop.remove_reader(near)

        asyncio.run(main())
        self.assertLess(len(turns), 10)

    def test_request_sent_before_accept_is_kept(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        client = socket.create_connection(listener.getsockname())
        self.addCleanup(client.close)
        client.sendall(b"10\n")
        served, _ = listener.accept()
        self.addCleanup(served.close)
        self.assertEqual(served.recv(100), b"10\n")

    def test_idle_client_keeps_nobody_waiting(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        loop = SelectLoop()

        def serve(clients):
            for _ in range(clients):
                yield "recv", listener
                client, _ = listener.accept()
                loop.spawn(answer(client))

        def answer(client):
            with client:
                yield "recv", client
                request = client.recv(100)
                yield "send", client
                client.send(request.upper())

        loop.spawn(serve(2))
        thread = threading.Thread(target=loop.run)
        thread.start()
        idle = socket.create_connection(listener.getsockname())
        eager = socket.create_connection(listener.getsockname())
        with idle, eager:
            eager.sendall(b"eager")
            self.assertEqual(eager.recv(100), b"EAGER")
            idle.sendall(b"idle")
            self.assertEqual(idle.recv(100), b"IDLE")
        thread.join()


if __name__ == "__main__":
    unittest.main()
