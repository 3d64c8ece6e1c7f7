from on_curio import curio


async def report(measure, store):
    async with curio.disable_cancellation():
        try:
            async with curio.timeout_after(1):
                degrees = await measure()
        except curio.TaskTimeout:
            degrees = None
        await store(degrees)
