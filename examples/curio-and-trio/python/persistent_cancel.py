import trio
from on_trio import run, say


async def poll_sensor():
    for attempt in range(1, 4):
        try:
            await trio.sleep(2)
            say(f"attempt {attempt}: a value")
        except trio.Cancelled as error:
            say(f"attempt {attempt}: {type(error).__name__}")


async def main():
    with trio.move_on_after(1):
        await poll_sensor()
        say("the block goes on")
    say("the block has ended")


run(main)
