from on_curio import curio, run, say


async def record(station):
    try:
        await curio.sleep(10)
    finally:
        await curio.sleep(1)
        await say(f"{station}: the file is closed")


async def main():
    task = await curio.spawn(record, "ridge")
    await curio.sleep(2)
    await task.cancel()
    await say("cancelled")


run(main)
