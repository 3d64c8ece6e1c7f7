from on_curio import curio


async def asked(ask):
    try:
        return await ask()
    except OSError:
        return None


async def first_file(mirrors):
    """Each mirror is an async function."""
    async with curio.TaskGroup(wait=object) as group:
        for ask in mirrors:
            await group.spawn(asked, ask)
    try:
        return group.result
    except RuntimeError:
        return None
