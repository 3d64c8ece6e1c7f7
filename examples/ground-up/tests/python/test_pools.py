import os
import unittest

import pool_of_workers
import rough_clients
from rough_clients import Server, ask, hear
from service import answer


class Pools(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(pool_of_workers.serve)

    def test_hundred_silent_clients_take_no_worker(self):
        silent = [self.server.client() for _ in range(100)]
        self.assertEqual(self.server.replies(b"10\n"), b"55\n")
        for client in silent:
            with client:
                self.assertEqual(ask(client, b"10\n"), b"55\n")

    def test_client_in_the_middle_of_a_line_takes_no_worker(self):
        halves = [self.server.client() for _ in range(3)]
        for client in halves:
            client.sendall(b"1")
        self.assertEqual(self.server.replies(b"20\n"), b"6765\n")
        for client in halves:
            with client:
                client.sendall(b"0\n")
                self.assertEqual(hear(client), b"55\n")

    def test_clients_who_leave_while_a_worker_computes_cost_no_worker(
        self,
    ):
        for _ in range(10):
            with self.server.client() as gone:
                gone.sendall(b"20\n20\n")
        replies = self.server.replies(b"10\n20\n")
        self.assertEqual(replies, b"55\n6765\n")

    def test_server_with_a_pool_outlives_rough_clients(self):
        rough_clients.rough_clients_harm_nobody(self, self.server)

    def test_worker_is_another_process(self):
        with pool_of_workers.start_pool(1) as pool:
            worker = pool.submit(os.getpid).result()
            self.assertNotEqual(worker, os.getpid())
            self.assertEqual(pool.submit(os.getpid).result(), worker)

    def test_line_and_reply_travel_as_copies(self):
        line = b"10\n"
        with pool_of_workers.start_pool(1) as pool:
            came_back = pool.submit(bytes, line).result()
        self.assertEqual(came_back, line)
        self.assertIsNot(came_back, line)
        self.assertIs(bytes(line), line)
        self.assertEqual(answer(line), b"55\n")


if __name__ == "__main__":
    unittest.main()
