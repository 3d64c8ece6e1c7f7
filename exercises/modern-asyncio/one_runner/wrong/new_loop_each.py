import asyncio


def session(connect, use):
    with asyncio.Runner() as runner:
        connection = runner.run(connect())
    with asyncio.Runner() as runner:
        return runner.run(use(connection))
