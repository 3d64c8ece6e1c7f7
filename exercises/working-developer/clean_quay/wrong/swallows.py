import asyncio


async def visit(quay, ferry):
    quay.add(ferry)
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        pass
    quay.remove(ferry)
