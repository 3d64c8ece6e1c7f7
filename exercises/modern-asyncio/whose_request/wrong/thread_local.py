import asyncio
import threading

number = threading.local()


def log(line):
    return f"{number.value}: {line}"


async def handle(n):
    number.value = n
    await asyncio.sleep(1)
    return log("done")
