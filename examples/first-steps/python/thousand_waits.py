import asyncio
import threading

from console import run, say


async def answer(ferry):
    await asyncio.sleep(1 + ferry % 2)
    return threading.get_ident()


async def harbour_master():
    say("harbour master: calls a thousand ferries")
    threads = await asyncio.gather(*map(answer, range(1000)))
    say(f"harbour master: {len(threads)} have answered")
    say(f"harbour master: threads used: {len(set(threads))}")


run(harbour_master())
