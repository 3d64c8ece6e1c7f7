import select
import selectors
import socket
import unittest


class Readiness(unittest.TestCase):
    def setUp(self):
        self.ours, self.theirs = socket.socketpair()
        self.addCleanup(self.ours.close)
        self.addCleanup(self.theirs.close)

    @unittest.skipUnless(hasattr(select, "epoll"), "epoll is of Linux")
    def test_edge_triggered_epoll_tells_of_bytes_once(self):
        with select.epoll() as epoll:
            flags = select.EPOLLIN | select.EPOLLET
            epoll.register(self.ours, flags)
            self.theirs.send(b"tide")
            self.assertEqual(len(epoll.poll(0)), 1)
            self.assertEqual(epoll.poll(0), [])
            self.theirs.send(b"!")
            self.assertEqual(len(epoll.poll(0)), 1)

    def test_selector_of_asyncio_tells_of_bytes_until_they_are_read(
        self,
    ):
        with selectors.DefaultSelector() as selector:
            selector.register(self.ours, selectors.EVENT_READ)
            self.theirs.send(b"tide")
            for _ in range(3):
                self.assertEqual(len(selector.select(0)), 1)
            self.ours.recv(4)
            self.assertEqual(selector.select(0), [])

    def test_selector_refuses_a_socket_that_it_has(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.ours, selectors.EVENT_READ)
            with self.assertRaises(KeyError):
                selector.register(self.ours, selectors.EVENT_READ)
