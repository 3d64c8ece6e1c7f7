import asyncio

from console import run, say


async def client():
    end = asyncio.get_running_loop().time() + 2
    try:
        async with asyncio.timeout_at(end) as outer:
            try:
                async with asyncio.timeout_at(end) as inner:
                    await asyncio.sleep(5)
            except TimeoutError:
                say("client: the server is silent")
            await asyncio.sleep(5)
    except TimeoutError:
        say("client: no time is left")
    say(f"inner expired: {inner.expired()}")
    say(f"outer expired: {outer.expired()}")


run(client())
