from answer import both, wait_until
from exam import expect


def ends(tide, gull):
    """A loop of requests for one task, and when each of its waits ends."""
    now, ended = 0, {}

    def clock():
        return now

    def told(name, at):
        yield from wait_until(at, clock)
        ended[name] = now

    # Whoever never ends is resumed so often.
    turns = range(20)
    for _, request in zip(
        turns,
        both(told("tide", tide), told("Gull", gull)),
        strict=False,
    ):
        now = max(now, request)
    return ended


def check():
    for tide, gull in (2, 1), (1, 2):
        late, early = (
            ("tide", "Gull") if tide > gull else ("Gull", "tide")
        )
        says = {
            "tide": ("The tide turns", "its wait"),
            "Gull": ("Gull docks", "her wait"),
        }
        ended = ends(tide, gull)
        what, wait = says[late]
        expect(
            ended.get(late) != 1,
            f"{what} at 2, and {wait} ends at 1: "
            "a request of the other wait has ended it.",
        )
        what, wait = says[early]
        expect(
            ended.get(early) == 1,
            f"{what} at 1, and {wait} ends at {ended.get(early)}: "
            "the request that is passed on is not the earliest.",
        )
        what, wait = says[late]
        expect(
            ended.get(late) == 2,
            f"{what} at 2, and {wait} does not end then: "
            "go on until both have ended.",
        )
