from answer import relay
from exam import expect


def leg(number):
    course = yield f"leg {number}"
    yield f"leg {number} steers {course}"
    return number


def check():
    voyage = relay([leg(1), leg(2)])
    out, result = [voyage.send(None)], None
    expect(
        out == ["leg 1"],
        f"The first thing that comes out should be 'leg 1', and it is "
        f"{out[0]}.",
    )
    try:
        for course in "north", None, "south", None:
            out.append(voyage.send(course))
    except StopIteration as end:
        result = end.value
    expect(
        out[1] == "leg 1 steers north",
        f"The first leg is sent 'north' and gets {out[1].split()[-1]}: "
        "a `for` loop hands on nothing that is sent.",
    )
    expect(
        result == [1, 2],
        f"The legs return 1 and 2, and `relay` returns {result}: "
        "keep what each leg returns.",
    )
