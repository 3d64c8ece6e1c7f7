# clock: real
# ANCHOR: listing
import asyncio


class Motor(asyncio.SubprocessProtocol):
    def __init__(self, ended):
        self.ended, self.said = ended, {1: b"", 2: b""}

    def pipe_data_received(self, descriptor, block):
        self.said[descriptor] += block

    def process_exited(self):
        self.exited = True

    def connection_lost(self, error):
        self.ended.set_result(self.said)


async def main():
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    transport, motor = await loop.subprocess_exec(
        lambda: Motor(ended),
        *("sh", "-c", "echo at 120; echo it squeaks >&2"),
        stdin=None,
    )
    said = await ended
    print("out:", said[1].decode().strip())
    print("err:", said[2].decode().strip())
    print("exited:", motor.exited, transport.get_returncode())
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
