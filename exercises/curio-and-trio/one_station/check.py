from answer import report
from exam import expect
from on_curio import curio


class Station:
    def __init__(self, needs, error=None):
        self.needs, self.error = needs, error
        self.has_measured = self.is_closed = False

    async def measure(self):
        try:
            await curio.sleep(self.needs)
            self.has_measured = True
            if self.error:
                raise self.error
            return -4
        finally:
            await curio.sleep(1)
            self.is_closed = True


async def main(station):
    """What `report` returns after 4 s, and whether the file is closed."""
    try:
        said = await report(station.measure, 4)
    except curio.TaskError:
        said = "TaskError"
    return said, station.is_closed, station.has_measured


async def and_later(station):
    said, is_closed, had_measured = await main(station)
    await curio.sleep(20)
    return said, is_closed, had_measured, station.has_measured


CAUSE = "why a task has ended is in the `__cause__` of the TaskError."


def check():
    said, is_closed, had_measured, has = curio.run(
        and_later, Station(10)
    )
    expect(
        not had_measured,
        "The station needs 10 s and has 4 s, and `report` waits until it "
        "has measured: cancel its task when the time is over.",
    )
    expect(
        not has,
        "The station needs 10 s and has 4 s, and it measures after "
        "`report` has returned: a limit of the join ends only the waiting.",
    )
    expect(
        is_closed,
        "The station is cancelled at 4 s, and `report` returns before its "
        "task has ended: wait until its file is closed.",
    )
    expect(
        said == "cancelled",
        f"The station is cancelled, and `report` ends with {said}: {CAUSE}",
    )
    frozen = Station(1, ValueError("the sensor is frozen"))
    said, *_ = curio.run(main, frozen)
    expect(
        said == "the sensor is frozen",
        "The station fails with 'the sensor is frozen', and `report` ends "
        f"with {said}: {CAUSE}",
    )
    said, *_ = curio.run(main, Station(1))
    expect(
        said == "-4 degrees",
        f"The station measures -4, and `report` returns {said!r}.",
    )
