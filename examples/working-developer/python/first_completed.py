import asyncio

from console import run, say


async def agency(name, seconds):
    await asyncio.sleep(seconds)
    say(f"{name}: has the result")
    return name


async def editor():
    agencies = [
        asyncio.create_task(agency("North", 2)),
        asyncio.create_task(agency("South", 1)),
        asyncio.create_task(agency("East", 3)),
    ]
    done, pending = await asyncio.wait(
        agencies, return_when=asyncio.FIRST_COMPLETED
    )
    say(f"editor: prints {done.pop().result()}")
    await asyncio.sleep(1.5)
    for task in pending:
        task.cancel()
    say(f"editor: calls off {len(pending)}, too late for one")


run(editor())
