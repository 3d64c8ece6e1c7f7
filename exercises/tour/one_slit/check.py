import asyncio

from answer import Spectrograph
from exam import expect, now, run


async def main():
    spectrograph = Spectrograph()
    stars = await asyncio.gather(
        spectrograph.measure("Mira"), spectrograph.measure("Algol")
    )
    start = now()
    await asyncio.gather(
        Spectrograph().measure("Mira"), Spectrograph().measure("Algol")
    )
    return *stars, now() - start


def check():
    north, south, two_need = run(main())
    expect(
        north == "Mira",
        f"North points the slit at Mira, and reads {north}: "
        "South has turned the slit during its await.",
    )
    expect(
        south == "Algol", f"South points at Algol, and reads {south}."
    )
    expect(
        two_need == 2.0,
        f"Two spectrographs measure a star each, and need {two_need} s: "
        "they do not share a slit, so each needs a lock of its own.",
    )
