import asyncio
from contextlib import suppress

from aiohttp import ClientError
from answer import prices
from exam import Wrong, expect, run

HEAD = "HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"
PAGES = {
    "/flour": HEAD.format("200 OK", 7) + "3 coins",
    "/yeast": HEAD.format("200 OK", 6) + "1 coin",
    "/eggs": HEAD.format("503 Service Unavailable", 10) + "none today",
    "/cream": HEAD.format("200 OK", 99) + "4 co",
}


async def main(stalls):
    """A market on this machine, and what the answer finds there."""
    flour, customers = asyncio.Event(), set()

    async def serve(reader, writer):
        customers.add(asyncio.current_task())
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            request = await reader.readuntil(b"\r\n\r\n")
            stall = request.split()[1].decode()
            if stall == "/flour":
                flour.set()
            if stall == "/yeast":
                await flour.wait()
            if stall == "/salt":
                await reader.read()  # until the customer leaves
            writer.write(PAGES.get(stall, "").encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        return await prices(f"http://{host}:{port}", stalls)
    finally:
        server.close()
        for customer in customers:
            customer.cancel()


def found(*stalls):
    return run(main(stalls))


def check():
    both = found("/yeast", "/flour")
    expect(
        both.get("/yeast") is not None,
        "The yeast has no price: it waits for the flour to be asked, and "
        "the flour is asked after the yeast. Ask all stalls at once.",
    )
    expect(
        both == {"/yeast": "1 coin", "/flour": "3 coins"},
        f"The yeast costs 1 coin and the flour 3 coins, and `prices` "
        f"returns {both}.",
    )
    try:
        eggs = found("/eggs")["/eggs"]
    except ClientError as error:
        raise Wrong(
            f"The eggs are asked for, and a {type(error).__name__} leaves "
            "`prices`: a stall without a price has None."
        ) from None
    expect(
        eggs is None,
        "The eggs are asked for, the answer is an error page, and its text "
        f"is taken for a price: {eggs!r}.",
    )
    try:
        silent = found("/salt")
    except TimeoutError:
        raise Wrong(
            "The salt is silent, and a TimeoutError leaves `prices`: "
            "it is no ClientError."
        ) from None
    try:
        broken = found("/cream")
    except ClientError as error:
        raise Wrong(
            "The cream stops in the middle of its price, and a "
            f"{type(error).__name__} leaves `prices`: "
            "the wait for the text can fail, too."
        ) from None
    missing = {**silent, **broken}
    expect(
        missing == {"/salt": None, "/cream": None},
        f"The salt and the cream have no price, and `prices` returns "
        f"{missing}.",
    )
