import asyncio


def session(connect, use):
    with asyncio.Runner() as runner:
        connection = runner.run(connect())
        return runner.run(use(connection))
