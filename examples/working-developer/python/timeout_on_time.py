import asyncio

from console import run, say


async def call():
    say("Ada: dials")
    try:
        await asyncio.sleep(5)
        say("Ada: has the answer")
    finally:
        say("Ada: says goodbye")
        await asyncio.sleep(2)
        say("Ada: hangs up")


async def editor():
    ada = asyncio.create_task(call())
    done, _ = await asyncio.wait([ada], timeout=1)
    if not done:
        say("editor: no answer")
        ada.cancel()
        await asyncio.wait([ada])


run(editor())
