import asyncio
from concurrent.futures import ThreadPoolExecutor

from console import run, say


def draw_chart():
    print("pool:  draws the chart")
    return "a chart"


async def harbour_master():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as pool:
        job = loop.run_in_executor(pool, draw_chart)
        await asyncio.sleep(1)
        say("harbour master: asks for the chart")
        chart = await job
        say(f"harbour master: has {chart}")


run(harbour_master())
