import asyncio


def session(connect, use):
    connection = asyncio.run(connect())
    return asyncio.run(use(connection))
