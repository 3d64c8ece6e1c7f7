from answer import run
from exam import Wrong, expect
from on_curio import curio


def told(child):
    """What a task and the child that it cancels at 2 s tell, and when."""
    told = []

    async def tell(line):
        told.append((line, await curio.clock()))

    async def main():
        task = await curio.traps._spawn(child(tell))
        await curio.sleep(2)
        await curio.traps._cancel_task(task)
        await tell("main goes on")
        await curio.sleep(20)
        await tell("main ends")

    run(main())
    return told


async def cleans_up(tell):
    try:
        await curio.sleep(5)
        await tell("the child wakes")
    except curio.CancelledError:
        await tell("the child is cancelled")
        await curio.sleep(1)
        await tell("the child has cleaned up")


async def lets_it_out(_):
    await curio.sleep(5)


async def ends_before(_):
    await curio.sleep(1)


def check():
    ours = told(cleans_up)
    lines = [line for line, _ in ours]
    expect(
        "main goes on" in lines,
        "A task asks for a cancel, and the kernel never resumes it: it "
        "keeps its turn.",
    )
    expect(
        ("the child wakes", 2) not in ours,
        "The child is cancelled at 2 s, and it goes on as if its sleep had "
        "ended: its answer has to be an exception object.",
    )
    expect(
        "the child is cancelled" in lines,
        "The child is cancelled at 2 s, and its cleanup does not run: "
        "resume it, and its answer has to be an exception object.",
    )
    expect(
        lines[0] == "main goes on",
        "The child runs before the task that has cancelled it goes on: "
        "in curio this task keeps its turn.",
    )
    expect(
        ("the child is cancelled", 2) in ours,
        "The child is cancelled at 2 s, and it hears of that only when its "
        "sleep has ended: resume it now.",
    )
    expect(
        ("the child has cleaned up", 3) in ours,
        "The child is cancelled at 2 s, and its cleanup of 1 s does not "
        "end at 3 s.",
    )
    try:
        told(lets_it_out)
    except (KeyError, RuntimeError):
        raise Wrong(
            "The child is cancelled at 2 s and ends, and at 5 s the kernel "
            "resumes it again: it has to leave `asleep`."
        ) from None
    try:
        told(ends_before)
    except (KeyError, RuntimeError) as error:
        raise Wrong(
            "The child has ended before it is cancelled, and the kernel "
            f"fails with {type(error).__name__}: leave such a child alone."
        ) from None
