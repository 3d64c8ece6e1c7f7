import asyncio
import unittest

from aiohttp import web

REQUEST = b"POST /pay HTTP/1.1\r\nhost: shop\r\n\r\n"


class HandlerCutOff(unittest.IsolatedAsyncioTestCase):
    async def log_of_aiohttp(self, seconds, **options):
        log, begun = [], asyncio.Event()

        async def pay(_):
            begun.set()
            try:
                await asyncio.sleep(seconds)
                log.append("ended")
            except asyncio.CancelledError:
                log.append("cancelled")
                raise
            return web.Response()

        app = web.Application()
        app.router.add_post("/pay", pay)
        runner = web.AppRunner(app, **options)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        _, client = await asyncio.open_connection(*runner.addresses[0])
        client.write(REQUEST)
        await begun.wait()
        client.close()
        async with asyncio.timeout(20):
            while not log:
                await asyncio.sleep(0.01)
        await runner.cleanup()
        return log

    async def test_handler_of_aiohttp_runs_to_its_end_by_default(self):
        self.assertEqual(await self.log_of_aiohttp(0.5), ["ended"])

    async def test_handler_of_aiohttp_can_be_cancelled_with_its_client(
        self,
    ):
        log = await self.log_of_aiohttp(30, handler_cancellation=True)
        self.assertEqual(log, ["cancelled"])

    async def test_handler_of_aiohttp_that_uses_the_lost_connection_gets_an_error(
        self,
    ):
        begun, raised = asyncio.Queue(), asyncio.Queue()

        async def reads(request):
            begun.put_nowait(None)
            try:
                await request.read()
            except ConnectionResetError:
                raised.put_nowait("reads")
            return web.Response()

        async def sends(request):
            begun.put_nowait(None)
            answer = web.StreamResponse()
            try:
                while True:
                    await asyncio.sleep(0.01)
                    await answer.prepare(request)
                    await answer.write(b"part")
            except ConnectionResetError:
                raised.put_nowait("sends")
            return answer

        app = web.Application()
        app.router.add_post("/reads", reads)
        app.router.add_post("/sends", sends)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with asyncio.timeout(20):
            for name, length in ("reads", 5), ("sends", 0):
                _, client = await asyncio.open_connection(
                    *runner.addresses[0]
                )
                client.write(
                    f"POST /{name} HTTP/1.1\r\nHost: a\r\n"
                    f"Content-Length: {length}\r\n\r\n".encode()
                )
                await begun.get()
                client.close()
                self.assertEqual(await raised.get(), name)
        await runner.cleanup()

    async def test_handler_of_a_stream_server_goes_on_without_its_client(
        self,
    ):
        begun, ended = asyncio.Event(), asyncio.Event()

        async def serve(_, writer):
            begun.set()
            await asyncio.sleep(0.2)
            writer.close()
            ended.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        _, client = await asyncio.open_connection(*address)
        await begun.wait()
        client.close()
        await asyncio.wait_for(ended.wait(), 20)
        server.close()


if __name__ == "__main__":
    unittest.main()
