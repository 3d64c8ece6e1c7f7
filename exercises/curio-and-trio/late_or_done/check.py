import trio
from answer import attempt
from exam import Wrong, expect


async def main(needs):
    async def job():
        await trio.sleep(needs)

    start = trio.current_time()
    try:
        said = await attempt(job, 2)
    except trio.TooSlowError:
        raise Wrong(
            "The job is too late, and `attempt` raises TooSlowError: "
            "it should return 'late'."
        ) from None
    return said, round(trio.current_time() - start)


def check():
    said, end = trio.run(main, 5)
    expect(
        (said, end) == ("late", 2),
        f"The job needs 5 s and has 2 s, and `attempt` says {said!r} at "
        f"{end} s.",
    )
    said, _ = trio.run(main, 1)
    expect(
        said == "done",
        f"The job needs 1 s and has 2 s, and `attempt` says {said!r}.",
    )
