"""A market on this machine: some of its stalls are slow or rude."""

import asyncio
from contextlib import asynccontextmanager, closing, suppress


class Market:
    """Serves one page a stall, and counts who comes."""

    def __init__(self):
        self.address = None
        self.connections = 0
        self.visits = {}
        self.customers = set()
        self.changed = asyncio.Condition()

    async def serve(self, reader, writer):
        self.connections += 1
        self.customers.add(asyncio.current_task())
        # The customer goes, or the market closes.
        ends = (
            asyncio.IncompleteReadError,
            ConnectionError,
            asyncio.CancelledError,
        )
        with closing(writer), suppress(*ends):
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                stall = request.split()[1].decode()
                await self.count(stall)
                answer = await self.answer(stall)
                if answer is None:
                    await reader.read()  # until the customer goes
                    break
                writer.write(answer.encode())
                await writer.drain()
                if stall in RUDE:
                    break

    async def count(self, stall):
        async with self.changed:
            self.visits[stall] = self.visits.get(stall, 0) + 1
            self.changed.notify_all()

    async def visited(self, *stalls, times=1):
        async with self.changed:
            await self.changed.wait_for(
                lambda: all(
                    self.visits.get(stall, 0) >= times
                    for stall in stalls
                )
            )

    async def answer(self, stall):
        match stall.split("/")[1:]:
            case ["flour"]:
                return page("200 OK", "3 coins a sack")
            case ["butter"]:
                return page("200 OK", "5 coins a tub")
            case ["yeast"]:
                await self.visited("/flour", "/butter")
                return page("200 OK", "1 coin a cube")
            case ["eggs"]:
                return page("503 Service Unavailable", "none today")
            case ["honey"]:
                return page("302 Found", "next door", "Location: /jam")
            case ["jam"]:
                return page("200 OK", "4 coins a jar")
            case ["cellar"]:
                return page("200 OK", "a sack, " * 1_000_000)
            case ["carousel"]:
                return page("302 Found", "", "Location: /carousel")
            case ["queue", customers]:
                await self.visited(stall, times=int(customers))
                return page("200 OK", "all served")
            case [name] if "/" + name in RUDE:
                return RUDE[stall]
            case ["salt"]:
                return None
        return page("404 Not Found", "no such stall")


# What these send before they hang up.
RUDE = {
    "/sugar": "",
    "/nuts": "buy my nuts!\r\n\r\n",
    "/oil": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
    "Content-Type: text/plain; charset=ascii\r\n\r\n5 \u20ac",
    "/cream": "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf a",
    "/milk": "HTTP/1.1 200 OK\r\n\r\nhalf a",
}


def page(status, text, *headers):
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(text)}")
    return "\r\n".join((*lines, *headers, "", text))


@asynccontextmanager
async def open_market():
    market = Market()
    server = await asyncio.start_server(market.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        market.address = f"http://127.0.0.1:{port}"
        try:
            yield market
        finally:
            for customer in market.customers:
                customer.cancel()
