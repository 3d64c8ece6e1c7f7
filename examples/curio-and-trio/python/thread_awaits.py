# clock: real
from on_curio import curio


def sensor(readings):
    for degrees in (-4, -5):
        curio.AWAIT(readings.put, degrees)
    return "the sensor is done"


async def main():
    readings = curio.Queue(maxsize=1)
    thread = await curio.spawn_thread(sensor, readings)
    print(await readings.get(), "degrees")
    print(await readings.get(), "degrees")
    print(await thread.join())


curio.run(main)
