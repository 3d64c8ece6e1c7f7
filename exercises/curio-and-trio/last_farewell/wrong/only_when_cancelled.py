import trio


async def voyage(sail, farewell):
    try:
        await sail()
    except trio.Cancelled:
        with trio.move_on_after(5) as scope:
            scope.shield = True
            await farewell()
        raise
