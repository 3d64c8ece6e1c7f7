import asyncio

from on_curio import curio, run, say


async def main():
    await curio.sleep(1)
    await say("curio's sleep is over")
    try:
        await asyncio.sleep(1)
    except RuntimeError as error:
        await say(f"asyncio's sleep: {error}")


run(main)
