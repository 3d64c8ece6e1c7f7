import asyncio

from console import run, say


async def develop(tray, seconds, plates):
    while True:
        star = await plates.get()
        await asyncio.sleep(seconds)
        say(f"{tray} tray: {star} is done")
        plates.task_done()


async def main():
    plates = asyncio.Queue()
    for star in "Mira", "Algol", "Deneb":
        plates.put_nowait(star)
    left = asyncio.create_task(develop("left", 2, plates))
    right = asyncio.create_task(develop("right", 3, plates))
    await plates.join()
    say("assistant: all plates are done")
    left.cancel()
    right.cancel()


run(main())
