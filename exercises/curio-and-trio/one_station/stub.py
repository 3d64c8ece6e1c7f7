from on_curio import curio


async def report(station, seconds):
    task = await curio.spawn(station)
    await curio.sleep(seconds)
    return f"{await task.join()} degrees"
