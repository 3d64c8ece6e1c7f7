# clock: real
from on_curio import curio


def sensor(readings):
    reading = readings.put(-4)
    try:
        curio.AWAIT(reading)
    except curio.AsyncOnlyError as error:
        reading.close()
        print(f"refused: {error}")


async def main():
    readings = curio.Queue()
    await curio.run_in_thread(sensor, readings)
    print(f"{readings.qsize()} readings")


curio.run(main)
