from on_curio import curio, run, say


async def ask(mirror, seconds, file):
    try:
        await curio.sleep(seconds)
        return file
    finally:
        await say(f"{mirror}: hangs up")


async def main():
    async with curio.TaskGroup(wait=any) as group:
        await group.spawn(ask, "near", 1, None)
        await group.spawn(ask, "far", 2, "map.png")
        await group.spawn(ask, "slow", 3, "map.png")
    await say(f"found {group.result or 'nothing'}")


run(main)
