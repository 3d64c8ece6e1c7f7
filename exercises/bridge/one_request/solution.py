import asyncio

PENDING = object()


def complete(request):
    if not request.done():
        request.set_result(None)


async def crossing(future):
    loop = asyncio.get_running_loop()
    try:
        while True:
            request = loop.create_future()

            def wake(request=request):
                loop.call_soon_threadsafe(complete, request)

            value = future.poll(wake)
            if value is not PENDING:
                return value
            await request
    except asyncio.CancelledError:
        future.drop()
        raise
