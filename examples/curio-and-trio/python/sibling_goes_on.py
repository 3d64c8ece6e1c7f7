import asyncio

from on_asyncio import run, say


async def copy(host, seconds, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise OSError(error)
    say(f"{host}: copied")


async def main():
    try:
        await asyncio.gather(
            copy("near", 1, "disk full"), copy("far", 3)
        )
    except OSError as error:
        say(f"save has failed: {error}")
    await asyncio.sleep(4)
    say("main ends")


run(main)
