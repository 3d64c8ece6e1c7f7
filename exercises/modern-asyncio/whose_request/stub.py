import asyncio

number = 0


def log(line):
    return f"{number}: {line}"


async def handle(n):
    global number
    number = n
    await asyncio.sleep(1)
    return log("done")
