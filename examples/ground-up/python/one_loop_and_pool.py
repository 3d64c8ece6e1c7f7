# clock: real
import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from service import LONGEST_LINE, Ferry, answer, run

loop = asyncio.get_running_loop


# ANCHOR: listing
def serve(listener):
    asyncio.run(accept(listener))


async def accept(listener):
    listener.setblocking(False)
    pool = ThreadPoolExecutor(2)
    async with asyncio.TaskGroup() as clients:
        while True:
            client, _ = await loop().sock_accept(listener)
            clients.create_task(attend(client, pool))


async def attend(client, pool):
    with client, suppress(OSError):
        async for line in lines(client):
            if is_long(line):
                reply = await loop().run_in_executor(pool, answer, line)
            else:
                reply = answer(line)
            await loop().sock_sendall(client, reply)


def is_long(line):
    return line.strip().isdigit() and 20 < int(line) <= 40


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
    heron = Ferry("Heron", service)
    gull.send(27)
    heron.ask(10)
    gull.hear()
    gull.leave()
    heron.leave()


if __name__ == "__main__":
    run(serve, visit)
