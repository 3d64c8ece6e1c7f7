from on_curio import curio, run, say


async def measure(station, seconds):
    await curio.sleep(seconds)
    if station == "ridge":
        raise ValueError("the sensor is frozen")
    await say(f"{station}: measured")
    return -4


async def main():
    async with curio.TaskGroup() as group:
        await group.spawn(measure, "ridge", 1)
        await group.spawn(measure, "valley", 2)
    await say("the block is left")
    try:
        await say(f"degrees: {group.results}")
    except ValueError as error:
        await say(f"no degrees: {error}")


run(main)
