async def voyage(sail, farewell):
    try:
        await sail()
    finally:
        await farewell()
