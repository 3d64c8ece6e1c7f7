import trio


async def voyage(sail, farewell):
    with trio.CancelScope(shield=True):
        try:
            await sail()
        finally:
            with trio.move_on_after(5):
                await farewell()
