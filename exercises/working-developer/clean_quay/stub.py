import asyncio


async def visit(quay, ferry):
    quay.add(ferry)
    await asyncio.sleep(10)
    quay.remove(ferry)
