import trio


async def voyage(sail, farewell):
    try:
        await sail()
    finally:
        with trio.CancelScope(shield=True):
            await farewell()
