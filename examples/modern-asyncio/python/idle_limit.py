import asyncio

from console import run, say


async def download():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(2) as idle:
            for seconds in 1, 1.5, 1, 5:
                await asyncio.sleep(seconds)
                say("a piece arrives")
                idle.reschedule(loop.time() + 2)
    except TimeoutError:
        say("no piece for two seconds")


run(download())
