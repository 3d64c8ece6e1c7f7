import asyncio
import contextvars

number = contextvars.ContextVar("number")


def log(line):
    return f"{number.get()}: {line}"


async def handle(n):
    number.set(n)
    await asyncio.sleep(1)
    return log("done")
