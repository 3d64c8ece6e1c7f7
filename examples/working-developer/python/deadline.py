import asyncio

from console import run, say


async def report(seconds):
    await asyncio.sleep(seconds)


async def editor():
    reporters = [asyncio.create_task(report(s)) for s in (1, 2, 4)]
    done, pending = await asyncio.wait(reporters, timeout=3)
    say(f"editor: deadline, {len(done)} of {len(reporters)} are in")
    say("editor: the press can wait for the rest")
    late, pending = await asyncio.wait(pending)
    say(f"editor: {len(late)} more, {len(pending)} missing")


run(editor())
