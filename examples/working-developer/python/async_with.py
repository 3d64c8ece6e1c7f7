import asyncio

from console import run, say


class Line:
    async def __aenter__(self):
        await asyncio.sleep(1)
        say("line: is open")
        return self

    async def ask(self, source):
        if source == "mayor":
            raise ConnectionError("hangs up")
        say(f"line: the {source} answers")

    async def __aexit__(self, *error):
        await asyncio.sleep(1)
        say("line: is closed")


async def editor():
    try:
        async with Line() as line:
            await line.ask("witness")
            await line.ask("mayor")
    except ConnectionError as error:
        say(f"editor: the mayor {error}")


run(editor())
