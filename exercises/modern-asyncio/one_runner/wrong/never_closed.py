import asyncio


def session(connect, use):
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(connect())
    return loop.run_until_complete(use(connection))
