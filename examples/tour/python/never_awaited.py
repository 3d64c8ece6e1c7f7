# ANCHOR: listing
import asyncio
import warnings


async def open_the_dome():
    print("the dome is open")


def dusk():
    open_the_dome()


async def main():
    print("dusk falls")
    dusk()


def note(message, category, *_where):
    first, *_, last = str(message).splitlines()
    print(f"{category.__name__}: {first}")
    print("created by:", last.strip())


warnings.showwarning = note
asyncio.run(main(), debug=True)
# ANCHOR_END: listing
