import asyncio


def log(line, number):
    return f"{number}: {line}"


async def handle(n):
    await asyncio.sleep(1)
    return log("done", n)
