from on_curio import curio


async def report(station, seconds):
    task = await curio.spawn(station)
    await curio.sleep(seconds)
    task.cancel()
    try:
        return f"{await task.join()} degrees"
    except curio.TaskError as error:
        if isinstance(error.__cause__, curio.TaskCancelled):
            return "cancelled"
        return str(error.__cause__)
