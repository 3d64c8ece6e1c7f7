import asyncio

from console import run, say


async def slew(telescope, power):
    try:
        async with asyncio.timeout(1):
            await power.acquire()
        say(f"{telescope}: turns")
        await asyncio.sleep(4)
    except TimeoutError:
        say(f"{telescope}: gives up")
    finally:
        power.release()


async def main():
    power = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as night:
        for telescope in "north", "south", "east":
            night.create_task(slew(telescope, power))
        await asyncio.sleep(2)
        night.create_task(slew("west", power))


run(main())
