import trio
from on_trio import run


async def watch(items):
    left = items.statistics().current_buffer_used
    print(f"the watcher runs, {'items' if left else 'no items'} left")


async def main():
    add, items = trio.open_memory_channel(100)
    for item in range(100):
        add.send_nowait(item)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch, items)
        while items.statistics().current_buffer_used:
            await items.receive()


run(main)
