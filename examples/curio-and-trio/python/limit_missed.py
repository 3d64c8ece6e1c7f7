from on_curio import curio, run, say


async def measure(station):
    await curio.sleep(5)
    return -4


async def report():
    try:
        async with curio.timeout_after(1):
            await say(f"ridge: {await measure('ridge')}")
    except TimeoutError:
        await say("ridge: no answer")
    await say("the report goes on")


async def main():
    try:
        async with curio.timeout_after(10):
            await report()
    except curio.CurioError as error:
        await say(f"no report: {type(error).__name__}")


run(main)
