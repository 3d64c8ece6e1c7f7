from on_curio import curio, run, say


async def transfer():
    async with curio.disable_cancellation():
        await say("begins to write")
        await curio.sleep(3)
        await say("has written")
    await curio.sleep(5)
    await say("is never reached")


async def main():
    task = await curio.spawn(transfer)
    await curio.sleep(1)
    await task.cancel()
    await say("cancelled")
    await curio.sleep(3)


run(main)
