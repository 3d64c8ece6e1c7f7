# clock: real
import asyncio


async def ferry(name, tenths):
    await asyncio.sleep(0.1 * tenths)
    print(f"{name}: is at the buoy")


async def pilot():
    patience = 0.3
    for name, tenths in [("Gull", 1), ("Heron", 600)]:
        print(f"pilot: waits for the {name}")
        try:
            await asyncio.wait_for(ferry(name, tenths), patience)
            print(f"pilot: boards the {name}")
        except TimeoutError:
            print(f"pilot: gives up the {name}")


asyncio.run(pilot())
