import asyncio


async def visit(quay, ferry):
    quay.add(ferry)
    try:
        await asyncio.sleep(10)
    except Exception:
        quay.remove(ferry)
        raise
    quay.remove(ferry)
