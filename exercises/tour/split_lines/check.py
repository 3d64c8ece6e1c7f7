from answer import Lines
from exam import expect


def check():
    told = []
    lines = Lines(told.append)
    for piece in b"ta", b"ck\ngy", b"be\nreef\n":
        lines.data_received(piece)
    expect(
        told,
        "Nothing is told. The first line, tack, is whole with the second "
        "piece.",
    )
    expect(
        not told[0].endswith(b"\n"),
        f"The first thing that is told is {told[0]!r}: hand over the line "
        "without its line end.",
    )
    expect(
        told[0] == b"tack",
        f"The first thing that is told is {told[0]!r}, and this is half a "
        "line: wait for its other half.",
    )
    expect(
        told != [b"tack", b"gybe"],
        "One piece ends gybe and brings all of reef, and reef is not told: "
        "a piece can hold several lines.",
    )
    expect(
        told == [b"tack", b"gybe", b"reef"],
        f"The lines are tack, gybe and reef, and these are told: {told}.",
    )
