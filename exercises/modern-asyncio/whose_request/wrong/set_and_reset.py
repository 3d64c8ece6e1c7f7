import asyncio
import contextvars

number = contextvars.ContextVar("number", default=0)


def log(line):
    return f"{number.get()}: {line}"


async def handle(n):
    token = number.set(n)
    await asyncio.sleep(1)
    number.reset(token)
    return log("done")
