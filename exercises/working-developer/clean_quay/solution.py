import asyncio


async def visit(quay, ferry):
    quay.add(ferry)
    try:
        await asyncio.sleep(10)
    finally:
        quay.remove(ferry)
