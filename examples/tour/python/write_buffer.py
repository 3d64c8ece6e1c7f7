# clock: real
# ANCHOR: listing
import asyncio
import socket


class Station(asyncio.Protocol):
    def pause_writing(self):
        print("transport: stop, too much is waiting")

    def resume_writing(self):
        print("transport: go on, little is waiting")

    def connection_lost(self, error):
        self.hung_up.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.create_server((HOST, 0))
    transport, station = await loop.create_connection(
        Station, *listener.getsockname()
    )
    station.hung_up = loop.create_future()
    for plate in range(1, 4):
        transport.write(bytes(30 * 2**20))
        print("station: has written plate", plate)
    transport.close()
    print("station: has closed")
    office, _ = listener.accept()
    office.setblocking(False)
    arrived = 0
    while block := await loop.sock_recv(office, 2**20):
        arrived += len(block)
    print("office: has", arrived // 2**20, "MiB")
    await station.hung_up
    # ANCHOR_END: listing
    office.close()
    listener.close()


HOST = "127.0.0.1"


if __name__ == "__main__":
    asyncio.run(main())
