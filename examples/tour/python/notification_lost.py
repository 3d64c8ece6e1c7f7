import asyncio

from console import run, say


async def pack(plates, shelf):
    async with shelf:
        await shelf.wait()
        say(f"assistant: packs {plates.pop()}")


async def main():
    plates = []
    shelf = asyncio.Condition()
    async with shelf:
        plates.append("Mira")
        shelf.notify()
    say("darkroom: Mira is dry")
    try:
        async with asyncio.timeout(3600):
            await pack(plates, shelf)
    except TimeoutError:
        say("assistant: still waits")


run(main())
