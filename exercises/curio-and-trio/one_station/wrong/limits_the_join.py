from on_curio import curio


async def report(station, seconds):
    task = await curio.spawn(station)
    try:
        async with curio.timeout_after(seconds):
            return f"{await task.join()} degrees"
    except curio.TaskTimeout:
        return "cancelled"
    except curio.TaskError as error:
        return str(error.__cause__)
