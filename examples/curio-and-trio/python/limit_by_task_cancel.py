import asyncio

from on_asyncio import run, say


async def answer():
    loop = asyncio.get_running_loop()
    limit = loop.call_later(2, asyncio.current_task().cancel)
    try:
        await asyncio.sleep(5)
        return "fresh"
    except asyncio.CancelledError:
        say("my limit is over")
        return "from the cache"
    finally:
        limit.cancel()


async def main():
    task = asyncio.create_task(answer())
    await asyncio.sleep(1)
    say("shutting down")
    task.cancel()
    await asyncio.wait([task])
    say(f"stopped: {task.cancelled()}")


run(main)
