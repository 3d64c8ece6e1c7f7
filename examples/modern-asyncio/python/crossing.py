import asyncio


# ANCHOR: children
async def stops():
    await asyncio.sleep(10)


async def refuses():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "a value"


async def fails():
    try:
        await asyncio.sleep(10)
    finally:
        raise KeyError("in the cleanup")


# ANCHOR_END: children
# ANCHOR: ways
async def plain(child):
    return await child()


async def gather(child):
    return await asyncio.gather(child())


async def collect(child):
    return await asyncio.gather(child(), return_exceptions=True)


async def group(child):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(child())
    return task.result()


async def wait_for(child):
    return await asyncio.wait_for(child(), 5)


async def wait(child):
    task = asyncio.create_task(child())
    await asyncio.wait([task])
    return task.result()


async def shield(child):
    return await asyncio.shield(asyncio.create_task(child()))


# ANCHOR_END: ways
# ANCHOR: listing
async def limited(way, child):
    try:
        async with asyncio.timeout(0.1):
            return await way(child)
    except (TimeoutError, KeyError, ExceptionGroup) as error:
        return type(error).__name__


async def cancelled(way, child):
    task = asyncio.create_task(way(child))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    if task.cancelled():
        return "is cancelled"
    error = task.exception()
    return type(error).__name__ if error else task.result()


async def main():
    # Some children end later, and no task asks for their errors.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    for way in plain, gather, collect, group, wait_for, wait, shield:
        for child in stops, refuses, fails:
            row = f"{way.__name__:8}  {child.__name__:7}"
            limit = await limited(way, child)
            print(f"{row}  {limit:14}  {await cancelled(way, child)}")


asyncio.run(main())
# ANCHOR_END: listing
