"""A real wire for a test to hold at both ends."""

import asyncio
from contextlib import asynccontextmanager

HOST = "127.0.0.1"


@asynccontextmanager
async def wire():
    """Both ends of a wire: the station's, and the office's."""
    arrived = asyncio.Queue()

    async def take(reader, writer):
        arrived.put_nowait((reader, writer))

    office = await asyncio.start_server(take, HOST, 0)
    port = office.sockets[0].getsockname()[1]
    station = await asyncio.open_connection(HOST, port)
    ends = station, await arrived.get()
    yield ends
    for _, writer in ends:
        writer.close()
    office.close()
