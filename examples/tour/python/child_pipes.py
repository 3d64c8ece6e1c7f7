# clock: real
# ANCHOR: listing
import asyncio
from asyncio.subprocess import PIPE

MOTOR = "echo turning; read degrees; echo at $degrees; exit 3"


async def main():
    motor = await asyncio.create_subprocess_exec(
        "sh", "-c", MOTOR, stdin=PIPE, stdout=PIPE
    )
    print("motor:", (await motor.stdout.readline()).decode().strip())
    motor.stdin.write(b"120\n")
    async for line in motor.stdout:
        print("motor:", line.decode().strip())
    print("ended with", await motor.wait())
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
