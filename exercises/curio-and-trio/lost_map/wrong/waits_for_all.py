from on_curio import curio


async def first_file(mirrors):
    """Each mirror is an async function."""
    async with curio.TaskGroup() as group:
        for ask in mirrors:
            await group.spawn(asked, ask)
    files = [file for file in group.results if file]
    return files[0] if files else None


async def asked(ask):
    try:
        return await ask()
    except OSError:
        return None
