from on_curio import curio, run, say


async def measure(station, seconds):
    await curio.sleep(seconds)
    if station == "ridge":
        raise ValueError("the sensor is frozen")
    return -4


async def main():
    valley = await curio.spawn(measure, "valley", 2)
    ridge = await curio.spawn(measure, "ridge", 1)
    await say(f"valley: {await valley.join()} degrees")
    try:
        await ridge.join()
    except curio.TaskError as error:
        await say(f"ridge: {error.__cause__}")


run(main)
