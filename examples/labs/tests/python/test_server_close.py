import asyncio
import unittest


class ServerClose(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        arrived = asyncio.Event()

        async def serve(reader, writer):
            arrived.set()
            await reader.read()
            writer.close()

        self.server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = self.server.sockets[0].getsockname()
        _, self.client = await asyncio.open_connection(*address)
        await arrived.wait()

    async def waits_until_the_client_goes(self, closing):
        _, pending = await asyncio.wait([closing], timeout=0.1)
        self.client.close()
        await asyncio.wait([closing])
        return bool(pending)

    async def test_async_with_server_waits_for_its_clients_since_3_12(
        self,
    ):
        async def leave_the_block():
            async with self.server:
                pass

        closing = asyncio.create_task(leave_the_block())
        self.assertTrue(await self.waits_until_the_client_goes(closing))

    async def test_cancelled_serve_forever_waits_for_its_clients_since_3_12_until_3_13(
        self,
    ):
        closing = asyncio.create_task(self.server.serve_forever())
        await asyncio.sleep(0)
        closing.cancel()
        self.assertTrue(await self.waits_until_the_client_goes(closing))


if __name__ == "__main__":
    unittest.main()
