from on_curio import curio


async def report(measure, store):
    try:
        async with curio.timeout_after(1):
            degrees = await measure()
    except curio.CancelledError:
        degrees = None
    async with curio.disable_cancellation():
        await store(degrees)
