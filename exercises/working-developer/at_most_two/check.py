import asyncio

from answer import fetch_all
from exam import expect, now, run


async def main():
    begun, running, most = {}, 0, 0

    def job(number, seconds):
        async def fetch():
            nonlocal running, most
            begun[number] = now()
            running += 1
            most = max(most, running)
            await asyncio.sleep(seconds)
            running -= 1
            return number

        return fetch

    jobs = [job(1, 3), job(2, 1), job(3, 1), job(4, 1)]
    return list(await fetch_all(jobs)), begun, most


def check():
    results, begun, most = run(main())
    expect(
        most <= 2,
        f"{most} jobs run at once, and the server allows two.",
    )
    expect(
        begun[2] == 0.0,
        f"At 0.0 s two places are free, and the second job begins at "
        f"{begun[2]} s only: two may run at a time.",
    )
    expect(
        begun[3] == 1.0,
        f"At 1.0 s a place is free, and the third job begins at {begun[3]} "
        "s only: it should begin as soon as one of the two has ended.",
    )
    expect(
        results == [1, 2, 3, 4],
        f"The results should be in the order of the jobs, not {results}.",
    )
