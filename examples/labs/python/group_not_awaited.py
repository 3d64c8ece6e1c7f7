import asyncio
import io

from console import run, say


async def heartbeat(log):
    while True:
        await asyncio.sleep(2)
        log.write("alive\n")
        say("heartbeat: alive")


async def copy():
    with io.StringIO() as log:
        beating = asyncio.create_task(heartbeat(log))
        await asyncio.sleep(3)
        say("copy: done")
    return beating


async def main():
    beating = await copy()
    try:
        await beating
    except ValueError as error:
        say(f"heartbeat: {error}")


run(main())
