import trio


async def worker():
    for step in 1, 2, 3:
        try:
            await trio.sleep(1)
            print(f"step {step}: done")
        except trio.Cancelled:
            print(f"step {step}: cancelled, go on")


async def main():
    with trio.CancelScope() as scope:
        scope.cancel()
        await worker()
    print(f"main: has the scope caught it? {scope.cancelled_caught}")


trio.run(main)
