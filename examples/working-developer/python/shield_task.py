import asyncio

from console import run, say


async def press():
    try:
        say("press: starts")
        await asyncio.sleep(3)
        say("press: 5000 copies")
    finally:
        say("press: stops")


async def night_desk(copies):
    try:
        await asyncio.shield(copies)
        say("night desk: sends the copies out")
    finally:
        say("night desk: goes home")


async def editor():
    copies = asyncio.create_task(press())
    desk = asyncio.create_task(night_desk(copies))
    await asyncio.sleep(1)
    desk.cancel()
    await asyncio.wait([desk])
    say("editor: waits for the press")
    await copies


run(editor())
