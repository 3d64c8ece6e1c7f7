from answer import either
from exam import Wrong, expect


async def ferry(north, south):
    return await either(north, south)


def answered(tide, metres):
    """Plays the loop for one ferry, and returns what `either` does."""
    task = ferry("north", "south")
    request = task.send(None)
    expect(
        isinstance(request, tuple),
        f"The loop is handed {request!r}: "
        "a request is a tuple of the names of tides.",
    )
    expect(
        tide in request,
        f"The tide is high in the {tide}, and the ferry is not woken: "
        "no one but the "
        f"{request[0] if request else 'loop'} knows that it waits.",
    )
    try:
        request = task.send((tide, metres))
    except StopIteration as end:
        return end.value
    raise Wrong(
        f"The tide is high in the {tide}, and the ferry waits on, "
        f"for {request}: one of the two tides is enough."
    )


def check():
    for tide, metres in ("south", 5), ("north", 4):
        found = answered(tide, metres)
        expect(
            found == metres,
            f"The tide in the {tide} is at {metres} metres, and `either` "
            f"returns {found}: the loop sends the metres, as the value of "
            "`yield`.",
        )
