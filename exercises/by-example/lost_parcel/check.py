import asyncio

from answer import deliver
from exam import Wrong, expect, now, run


async def main():
    async def parcel(seconds, is_lost):
        await asyncio.sleep(seconds)
        if is_lost:
            raise LookupError("no such street")

    parcels = [parcel(3, False), parcel(1, True), parcel(2, False)]
    try:
        return list(await deliver(parcels)), now()
    except LookupError:
        raise Wrong(
            "A parcel is lost, and its LookupError leaves `deliver`: "
            "catch it where the task is awaited."
        ) from None


def check():
    ends, end = run(main())
    expect(
        sorted(ends) != ["delivered", "delivered", "lost"]
        or ends[1] == "lost",
        f"`deliver` returns {ends}, and the second parcel is lost: "
        "keep the order of the parcels.",
    )
    expect(
        ends == ["delivered", "lost", "delivered"],
        f"`deliver` returns {ends}: one parcel is lost, "
        "the others are delivered.",
    )
    expect(
        end == 3.0,
        f"The last parcel is there at {end} s: "
        "start all tasks before you await the first.",
    )
