import trio
from answer import voyage
from exam import expect


async def ended_at(limit, farewell_needs):
    said = []

    async def sail():
        await trio.sleep(10)
        said.append("arrived")

    async def farewell():
        await trio.sleep(farewell_needs)
        said.append("farewell")

    start = trio.current_time()
    with trio.move_on_after(limit):
        await voyage(sail, farewell)
    return said, round(trio.current_time() - start)


def check():
    said, end = trio.run(ended_at, 2, 1)
    expect(
        "arrived" not in said,
        "The scope is cancelled at 2 s, and the boat sails on: "
        "only the farewell belongs into the shield.",
    )
    expect(
        said == ["farewell"],
        "The scope is cancelled at 2 s, and the farewell is cut off: "
        "its first `await` raises.",
    )
    expect(
        end == 3,
        "The scope is cancelled at 2 s, the farewell takes 1 s, "
        f"and `voyage` ends at {end} s.",
    )
    _, end = trio.run(ended_at, 2, 10_000)
    expect(
        end < 1000,
        "The harbour does not answer, and `voyage` waits for ever: "
        "give the shield a deadline of its own.",
    )
    expect(
        end == 7,
        "The harbour does not answer from 2 s on, "
        f"and `voyage` ends at {end} s and not at 7 s.",
    )
    said, _ = trio.run(ended_at, 100, 1)
    expect(
        said == ["arrived", "farewell"],
        "The boat arrives, and says no farewell: it belongs to every end.",
    )
