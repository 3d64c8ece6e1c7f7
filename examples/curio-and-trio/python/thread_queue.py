# clock: real
from threading import Thread

from on_curio import curio


def sensor(readings):
    for degrees in (-4, -5):
        readings.put(degrees)
    readings.put(None)


async def main():
    readings = curio.UniversalQueue(maxsize=1)
    thread = Thread(target=sensor, args=[readings])
    thread.start()
    while (degrees := await readings.get()) is not None:
        print(degrees, "degrees")
    thread.join()
    print("the sensor is done")


curio.run(main)
