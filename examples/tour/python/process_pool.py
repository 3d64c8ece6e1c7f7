# clock: real
# ANCHOR: listing
import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

catalogue = ["Algol", "Mira"]


def count_stars(plate):
    catalogue.append("Deneb")
    return os.getpid(), plate * 1000


async def main():
    loop = asyncio.get_running_loop()
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        worker, stars = await loop.run_in_executor(pool, count_stars, 7)
    print("stars:", stars)
    print("counted in this process:", worker == os.getpid())
    print("names in the catalogue:", len(catalogue))


if __name__ == "__main__":
    asyncio.run(main())
# ANCHOR_END: listing
