import asyncio

from newsroom import run, say


async def call():
    try:
        await asyncio.sleep(5)
        say("Ada: has the answer")
    finally:
        say("Ada: says goodbye")
        await asyncio.sleep(2)


async def editor():
    try:
        await asyncio.wait_for(call(), timeout=1)
    except TimeoutError:
        say("editor: no answer")


run(editor())
