import asyncio

from answer import Spectrograph
from exam import expect, run


async def main():
    spectrograph = Spectrograph()
    return await asyncio.gather(
        spectrograph.measure("Mira"), spectrograph.measure("Algol")
    )


def check():
    north, south = run(main())
    expect(
        north == "Mira",
        f"North points the slit at Mira, and reads {north}: "
        "South has turned the slit during its await.",
    )
    expect(
        south == "Algol", f"South points at Algol, and reads {south}."
    )
