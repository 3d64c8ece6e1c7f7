# clock: real
# ANCHOR: listing
import asyncio
from asyncio.subprocess import PIPE


async def main():
    cat = await asyncio.create_subprocess_exec(
        "cat", stdin=PIPE, stdout=PIPE
    )
    stars = "Mira\nVega\nAlgol\n" * 100_000
    cat.stdin.write(stars.encode())
    try:
        await asyncio.wait_for(cat.stdin.drain(), 0.1)
        print("all stars are sent")
    except TimeoutError:
        print("cat takes no more")
    cat.kill()
    await cat.communicate()
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
