# clock: real
# ANCHOR: listing
import asyncio
import time


def render():
    time.sleep(0.3)  # a slow query, a big file, a long computation
    return "the report is ready"


async def answer_health_checks():
    for number in 1, 2, 3:
        print(f"health check {number} answered")
        await asyncio.sleep(0)


async def main():
    checks = asyncio.create_task(answer_health_checks())
    await asyncio.sleep(0)
    print("the report is begun")
    print(render())
    await checks
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
