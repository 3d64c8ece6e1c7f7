import asyncio

from console import run, say


async def write():
    paragraphs = 0
    try:
        while paragraphs < 10:
            await asyncio.sleep(1)
            paragraphs += 1
    except asyncio.CancelledError:
        say("Ada: writes a last line")
        await asyncio.sleep(0.5)
    return paragraphs


async def editor():
    ada = asyncio.create_task(write())
    await asyncio.sleep(2.5)
    ada.cancel()
    say("editor: time is up")
    paragraphs = await ada
    say(f"editor: prints {paragraphs} paragraphs")


run(editor())
