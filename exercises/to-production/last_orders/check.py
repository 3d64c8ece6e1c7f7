import asyncio

from answer import serve
from exam import expect, now, run


async def main():
    guests, closing, served = asyncio.Queue(), asyncio.Event(), []

    def guest(name, seconds):
        async def dine():
            await asyncio.sleep(seconds)
            served.append(name)

        return dine

    async def street():
        guests.put_nowait(guest("Tern", 1))
        guests.put_nowait(guest("Gull", 5))
        guests.put_nowait(guest("Crow", 103))
        await asyncio.sleep(3)
        closing.set()
        await asyncio.sleep(1)
        guests.put_nowait(guest("Swan", 1))

    walk = asyncio.create_task(street())
    await serve(guests, closing)
    end = now()
    await walk
    return served, end


def check():
    served, end = run(main())
    expect("Tern" in served, "Tern comes at once, and is never served.")
    expect(
        "Swan" not in served,
        "Swan comes after closing, and is served: take no new guest.",
    )
    expect(
        "Gull" in served,
        "Gull needs 2 s more when the house closes, and is cut off: "
        "let those inside finish.",
    )
    expect(
        end == 8.0,
        f"The house closes at 3.0 s, and `serve` returns at {end} s: "
        "wait for at most five seconds.",
    )
