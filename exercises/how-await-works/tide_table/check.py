from answer import run
from exam import Wrong, expect


def check():
    clock, seen = [0], {"Gull": [], "Heron": []}

    def ferry(name, *sleeps):
        seen[name].append(clock[0])
        for seconds in sleeps:
            yield seconds
            seen[name].append(clock[0])

    try:
        run([ferry("Gull", 2, 2), ferry("Heron", 3, 1)], clock)
    except TypeError:
        raise Wrong(
            "Two tasks are due at the same time, and the heap compares the "
            "tasks themselves: put a number between time and task."
        ) from None
    gull, heron = seen.values()
    expect(
        gull,
        "No task is resumed: take them from the heap until it is empty.",
    )
    expect(
        gull == [0, 2, 4],
        f"Gull goes on at {gull}, and it should at [0, 2, 4]: "
        "it sleeps from the moment at which it asks.",
    )
    expect(
        heron[0] == 0,
        f"Heron should go on first at 0, and it does at {heron[0]}: "
        "the loop has to take the task that is due next.",
    )
    expect(
        heron == [0, 3, 4], f"Heron goes on at {heron}, not [0, 3, 4]."
    )
