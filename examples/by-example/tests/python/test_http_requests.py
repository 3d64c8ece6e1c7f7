import asyncio
import socket
import struct
import sys
import unittest
from pathlib import Path

import aiohttp
from aiohttp import ClientSession, ClientTimeout

sys.path.append(str(Path(__file__).parents[2] / "python"))
from market import open_market

PATIENT = ClientTimeout(total=60)
HASTY = ClientTimeout(total=0.1)


async def read(client, stall):
    async with client.get(stall) as answer:
        return await answer.text()


class Requests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.market = await self.enterAsyncContext(open_market())

    def client(self, **settings):
        settings = {"timeout": PATIENT, **settings}
        return ClientSession(self.market.address, **settings)

    async def error_of(self, stall, **settings):
        async with self.client(**settings) as client:
            with self.assertRaises(Exception) as raised:
                await read(client, stall)
        return raised.exception

    async def test_requests_through_one_client_are_under_way_together(
        self,
    ):
        async with self.client() as client:
            answers = await asyncio.gather(
                *(read(client, "/queue/3") for _ in range(3))
            )
        self.assertEqual(answers, ["all served"] * 3)

    async def test_client_opens_a_hundred_connections_and_no_more(self):
        async with self.client() as client:
            asked = asyncio.gather(
                *(read(client, "/queue/101") for _ in range(101))
            )
            await self.market.visited("/queue/101", times=100)
            await asyncio.sleep(0.2)
            self.assertEqual(self.market.connections, 100)
            asked.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await asked

    async def test_client_without_a_limit_opens_more(self):
        no_limit = aiohttp.TCPConnector(limit=0)
        async with self.client(connector=no_limit) as client:
            asked = (read(client, "/queue/101") for _ in range(101))
            answers = await asyncio.gather(*asked)
        self.assertEqual(answers, ["all served"] * 101)
        self.assertEqual(self.market.connections, 101)

    async def test_one_client_asks_again_on_the_same_connection(self):
        async with self.client() as client:
            await read(client, "/flour")
            await read(client, "/flour")
        self.assertEqual(self.market.connections, 1)

    async def test_client_for_each_request_connects_each_time(self):
        for _ in range(2):
            async with self.client() as client:
                await read(client, "/flour")
        self.assertEqual(self.market.connections, 2)

    async def test_answer_that_is_not_read_costs_its_connection(self):
        async with self.client() as client:
            async with client.get("/cellar") as answer:
                self.assertEqual(answer.status, 200)
            await read(client, "/flour")
        self.assertEqual(self.market.connections, 2)

    async def test_body_outside_of_its_charset_is_no_client_error(self):
        error = await self.error_of("/oil")
        self.assertIsInstance(error, UnicodeDecodeError)
        self.assertNotIsInstance(error, aiohttp.ClientError)

    async def test_error_page_is_an_answer(self):
        async with (
            self.client() as client,
            client.get("/eggs") as answer,
        ):
            self.assertEqual(answer.status, 503)
            self.assertFalse(answer.ok)
            with self.assertRaises(aiohttp.ClientResponseError) as e:
                answer.raise_for_status()
            self.assertEqual(e.exception.status, 503)

    async def test_redirect_is_followed_and_the_answer_says_whence(
        self,
    ):
        async with (
            self.client() as client,
            client.get("/honey") as answer,
        ):
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.url.path, "/jam")
            self.assertEqual([h.status for h in answer.history], [302])

    async def test_redirect_is_an_answer_where_none_is_followed(self):
        async with self.client() as client:
            stay = client.get("/honey", allow_redirects=False)
            async with stay as answer:
                self.assertEqual(answer.status, 302)

    async def test_redirect_of_a_head_request_is_not_followed(self):
        async with (
            self.client() as client,
            client.head("/carousel") as answer,
        ):
            self.assertEqual(answer.status, 302)
        self.assertEqual(self.market.visits, {"/carousel": 1})

    async def test_redirect_of_a_head_by_request_is_followed(self):
        async with self.client() as client:
            with self.assertRaises(aiohttp.TooManyRedirects):
                await client.request("HEAD", "/carousel")
        self.assertEqual(self.market.visits, {"/carousel": 10})

    async def test_circle_of_redirects_ends_in_an_error(self):
        error = await self.error_of("/carousel")
        self.assertIsInstance(error, aiohttp.TooManyRedirects)
        self.assertEqual(self.market.visits, {"/carousel": 10})

    async def test_silent_peer_is_a_timeout(self):
        error = await self.error_of("/salt", timeout=HASTY)
        self.assertIsInstance(error, TimeoutError)

    async def test_limit_of_one_read_is_a_timeout_and_a_client_error(
        self,
    ):
        read_limit = ClientTimeout(sock_read=0.1)
        error = await self.error_of("/salt", timeout=read_limit)
        self.assertIsInstance(error, TimeoutError)
        self.assertIsInstance(error, aiohttp.ClientError)

    async def test_wait_for_a_connection_counts_as_waiting(self):
        one = aiohttp.TCPConnector(limit=1)
        async with self.client(connector=one) as client:
            slow = asyncio.create_task(read(client, "/salt"))
            await self.market.visited("/salt")
            with self.assertRaises(TimeoutError):
                await client.get("/flour", timeout=HASTY)
            slow.cancel()
        self.assertEqual(self.market.visits, {"/salt": 1})

    async def test_gather_raises_one_error_of_several(self):
        async with self.client() as client:
            asked = [read(client, "/sugar"), read(client, "/nuts")]
            with self.assertRaises(aiohttp.ClientError):
                await asyncio.gather(*asked)

    def test_client_that_is_told_nothing_waits_five_minutes(self):
        from aiohttp.client import DEFAULT_TIMEOUT

        self.assertEqual(DEFAULT_TIMEOUT.total, 300)

    async def test_closing_peer_is_an_error_and_no_timeout(self):
        error = await self.error_of("/sugar")
        self.assertIsInstance(error, aiohttp.ServerDisconnectedError)
        self.assertNotIsInstance(error, TimeoutError)

    async def test_reset_of_a_peer_is_an_error_of_the_system(self):
        async def reset(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            customer = writer.get_extra_info("socket")
            # To close at once, without a goodbye.
            customer.setsockopt(
                socket.SOL_SOCKET,
                socket.SO_LINGER,
                struct.pack("ii", 1, 0),
            )
            writer.close()

        server = await asyncio.start_server(reset, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, self.client() as client:
            with self.assertRaises(aiohttp.ClientOSError) as raised:
                await read(client, f"http://127.0.0.1:{port}/")
        self.assertNotIsInstance(
            raised.exception, aiohttp.ServerDisconnectedError
        )

    async def test_garbage_of_a_peer_is_an_error_that_says_400(self):
        error = await self.error_of("/nuts")
        self.assertIsInstance(error, aiohttp.ClientResponseError)
        self.assertEqual(error.status, 400)

    async def test_half_a_body_is_an_error_behind_a_good_status(self):
        async with (
            self.client() as client,
            client.get("/cream") as answer,
        ):
            self.assertEqual(answer.status, 200)
            with self.assertRaises(aiohttp.ClientPayloadError):
                await answer.text()

    async def test_half_a_body_without_a_length_is_no_error(self):
        async with self.client() as client:
            self.assertEqual(await read(client, "/milk"), "half a")

    async def test_errors_of_the_client_have_one_name_but_for_timeouts(
        self,
    ):
        for stall in ("/sugar", "/nuts", "/cream", "/carousel"):
            error = await self.error_of(stall)
            self.assertIsInstance(error, aiohttp.ClientError)
        late = await self.error_of("/salt", timeout=HASTY)
        self.assertNotIsInstance(late, aiohttp.ClientError)

    async def test_old_request_function_cannot_be_awaited(self):
        request = aiohttp.request("GET", self.market.address + "/flour")
        with self.assertRaises(TypeError):
            await request
        async with request as answer:
            self.assertEqual(await answer.text(), "3 coins a sack")


if __name__ == "__main__":
    unittest.main()
