from on_curio import curio


async def report(station, seconds):
    task = await curio.spawn(station)
    await curio.sleep(seconds)
    if not task.terminated:
        await task.cancel(blocking=False)
        return "cancelled"
    try:
        return f"{await task.join()} degrees"
    except curio.TaskError as error:
        return str(error.__cause__)
