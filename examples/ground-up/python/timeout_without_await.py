# clock: real
# ANCHOR: listing
import asyncio
import time


async def draw_chart():
    time.sleep(0.3)
    return "the chart is drawn"


async def pilot():
    try:
        print(await asyncio.wait_for(draw_chart(), 0.1))
    except TimeoutError:
        print("the pilot gives up")


asyncio.run(pilot())
# ANCHOR_END: listing

# ruff: noqa: ASYNC251 (blocking is the point)
