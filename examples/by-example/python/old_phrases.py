# ANCHOR: listing
import asyncio
import types


async def oven():
    await asyncio.sleep(0)


async def attempt(line):
    def bake():
        yield from oven()

    names = {"asyncio": asyncio, "types": types, "bake": bake}
    try:
        await eval(line, names)
    except Exception as error:
        return type(error).__name__
    return "runs"


async def main():
    for line in (
        "asyncio.async(bake())",
        "asyncio.coroutine(bake)()",
        "bake()",
        "types.coroutine(bake)()",
        "asyncio.gather(types.coroutine(bake)())",
        "asyncio.create_task(types.coroutine(bake)())",
        "asyncio.sleep(0, loop=None)",
    ):
        print(f"{line}: {await attempt(line)}")


asyncio.run(main())
# ANCHOR_END: listing
# ruff: noqa: BLE001 (whatever today's Python has to say)
