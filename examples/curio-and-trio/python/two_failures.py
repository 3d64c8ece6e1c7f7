import trio
from on_trio import run, say


async def near():
    await trio.sleep(1)
    raise OSError("disk full")


async def far():
    try:
        await trio.sleep(3)
    finally:
        raise ValueError("half a copy is left")


async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(near)
            nursery.start_soon(far)
    except* OSError as group:
        say(group.exceptions[0])
    except* ValueError as group:
        say(group.exceptions[0])


run(main)
