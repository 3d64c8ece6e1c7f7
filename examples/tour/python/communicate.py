# clock: real
# ANCHOR: listing
import asyncio
from asyncio.subprocess import PIPE


async def main():
    sort = await asyncio.create_subprocess_exec(
        "sort", stdin=PIPE, stdout=PIPE
    )
    stars = "Mira\nVega\nAlgol\n" * 100_000
    output, _ = await sort.communicate(stars.encode())
    lines = output.decode().split()
    print("stars:", len(lines), "first:", lines[0])
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
