import asyncio

from console import run


def burst(due, now):
    return due + 1


def delay(due, now):
    return now + 1


def skip(due, now):
    return due + 1 + (now - due) // 1


async def ticks(after):
    now = asyncio.get_running_loop().time
    start = due = now()
    times = []
    for number in range(6):
        await asyncio.sleep(due - now())
        times.append(f"{now() - start:.1f}")
        due = after(due, now())
        if number == 1:
            await asyncio.sleep(2.5)
    print(f"{after.__name__}: {', '.join(times)}")


async def main():
    for after in (burst, delay, skip):
        await ticks(after)


run(main())
