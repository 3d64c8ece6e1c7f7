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
    try:
        await asyncio.wait_for(call(), timeout=1)
    except TimeoutError:
        say("editor: no answer")


run(editor())
