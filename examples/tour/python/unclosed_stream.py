# clock: real
# ANCHOR: listing
import asyncio
import socket
import warnings


async def report(wire):
    _, writer = await asyncio.open_connection(sock=wire)
    writer.write(b"clear sky")


async def main():
    office, station = socket.socketpair()
    await report(station)
    reader, writer = await asyncio.open_connection(sock=office)
    print("office hears:", (await reader.read(9)).decode())
    print("read at the end:", len(await reader.read(9)))
    writer.close()


with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    asyncio.run(main())
print("told:", *{warning.category.__name__ for warning in told})
# ANCHOR_END: listing
