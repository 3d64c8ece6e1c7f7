from on_curio import curio


async def first_file(mirrors):
    """Each mirror is an async function."""
    async with curio.TaskGroup(wait=object) as group:
        for ask in mirrors:
            await group.spawn(ask)
    try:
        return group.result
    except (OSError, RuntimeError):
        return None
