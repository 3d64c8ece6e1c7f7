import trio


async def voyage(sail, farewell):
    try:
        await sail()
    finally:
        with trio.move_on_after(5) as scope:
            scope.shield = True
            await farewell()
