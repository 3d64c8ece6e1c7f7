# clock: real
# ANCHOR: listing
import asyncio
from asyncio.subprocess import PIPE


async def turn(begun):
    motor = await asyncio.create_subprocess_exec(
        "cat", stdin=PIPE, stdout=PIPE
    )
    begun.set_result(motor)
    try:
        await motor.wait()
    finally:
        if motor.returncode is None:
            motor.kill()
            await motor.wait()


async def main():
    begun = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(turn(begun))
    motor = await begun
    task.cancel()
    await asyncio.wait([task])
    await motor.stdout.read()
    print("the motor has ended")
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
