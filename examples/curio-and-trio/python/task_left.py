import asyncio

from on_asyncio import run, say


async def copy(host, seconds):
    await asyncio.sleep(seconds)
    say(f"{host}: copied")


async def save():
    asyncio.create_task(copy("near", 1))
    asyncio.create_task(copy("far", 5))
    say("saved")


async def main():
    await save()
    await asyncio.sleep(2)
    say("main ends")


run(main)
