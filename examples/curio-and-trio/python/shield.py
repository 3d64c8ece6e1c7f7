import trio
from on_trio import run, say


async def save():
    await trio.sleep(2)
    say("saved")


async def work():
    try:
        with trio.CancelScope(shield=True):
            await save()
        await trio.sleep(5)
    finally:
        say("work has ended")


async def main():
    with trio.move_on_after(1):
        await work()
    say("main has ended")


run(main)
