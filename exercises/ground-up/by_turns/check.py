from answer import run
from exam import expect


def check():
    steps = []

    def task(name, count):
        for number in range(count):
            steps.append(f"{name}{number + 1}")
            yield

    run([task("A", 3), task("B", 1), task("C", 2)])
    seen = " ".join(steps)
    expect(seen, "No task makes a step: call `next` on each of them.")
    expect(
        seen[:5] != "A1 A2",
        f"The steps come in the order {seen}: "
        "after a step it is the others' turn.",
    )
    expect(
        seen[:2] == "A1",
        f"The steps come in the order {seen}: "
        "a task that waits longest comes first.",
    )
    expect(
        len(steps) == 6,
        f"B has ended, and A and C are not resumed any more: {seen}.",
    )
    expect(
        seen == "A1 B1 C1 A2 C2 A3",
        f"The steps should be A1 B1 C1 A2 C2 A3, and they are {seen}.",
    )
