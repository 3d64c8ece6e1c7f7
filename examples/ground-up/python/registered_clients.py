# clock: real
import asyncio
from contextlib import suppress

from service import LONGEST_LINE, Ferry, answer, run

loop = asyncio.get_running_loop


# ANCHOR: listing
def serve(listener):
    asyncio.run(accept(listener))


async def accept(listener):
    listener.setblocking(False)
    async with asyncio.TaskGroup() as clients:
        while True:
            client, _ = await loop().sock_accept(listener)
            clients.create_task(attend(client))


async def attend(client):
    with client, suppress(OSError):
        async for line in lines(client):
            await loop().sock_sendall(client, answer(line))


# ANCHOR_END: listing


# ANCHOR: lines
async def lines(client):
    """Yields what a client sends, and ends with the client.

    A line that is too long is yielded without an end, as the last.
    """
    client.setblocking(False)
    sent = b""
    while chunk := await loop().sock_recv(client, 1024):
        *whole, sent = (sent + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(sent) > LONGEST_LINE:
            yield sent
            return


# ANCHOR_END: lines


def visit(service):
    gull = Ferry("Gull", service)
    gull.ask(10)
    heron = Ferry("Heron", service)
    heron.ask(20)
    gull.ask(15)
    gull.leave()
    heron.leave()


if __name__ == "__main__":
    run(serve, visit)
