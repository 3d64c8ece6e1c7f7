from answer import voyage
from exam import expect, lines, now, run, when


async def timed():
    return await voyage(), now()


def check():
    report, end = run(timed())
    expect(
        "radio: on" in lines(),
        "The radio is never switched on: start it before the captain steers."
        if end >= 2
        else "The captain does not steer: await `steer()`.",
    )
    on, steers = when("radio: on"), when("captain: steers")
    expect(
        steers == 0.0,
        "The captain steers only when the radio has its report. "
        "Start the radio, and do not wait for it before you steer.",
    )
    expect(
        on == 0.0,
        f"The radio is switched on at {on} s. "
        "It has to listen while the captain steers, from 0.0 s on.",
    )
    expect(
        "radio: has the report" in lines(),
        f"The voyage ends at {end} s, and the radio is still listening. "
        "Wait for its report before you return.",
    )
    expect(
        report == "fog at noon",
        f"The voyage returns {report!r}: return what the radio returned.",
    )
