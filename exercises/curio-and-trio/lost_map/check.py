from answer import first_file
from exam import expect
from on_curio import curio


async def main(*mirrors):
    """What `first_file` returns, when, and how many mirrors hang up."""
    start, ended = await curio.clock(), []

    def mirror(seconds, file):
        async def ask():
            try:
                await curio.sleep(seconds)
                if isinstance(file, Exception):
                    raise file
                return file
            finally:
                ended.append(seconds)

        return ask

    try:
        file = await first_file([mirror(*it) for it in mirrors])
    except (OSError, RuntimeError) as error:
        file = f"a {type(error).__name__}"
    return file, await curio.clock() - start, len(ended)


def check():
    mirrors = (1, None), (2, "map.png"), (3, "old.png")
    file, end, ended = curio.run(main, *mirrors)
    expect(
        file is not None,
        "The first mirror answers None at 1 s, and `first_file` returns "
        "it: the second one has the file at 2 s.",
    )
    expect(
        (file, end) == ("map.png", 2),
        "The second mirror has 'map.png' at 2 s, and `first_file` returns "
        f"{file!r} at {end:.0f} s: do not wait for the third.",
    )
    expect(
        ended == 3,
        "`first_file` returns while the third mirror is still asked: "
        "wait until its task has ended.",
    )
    file, *_ = curio.run(main, (1, OSError("gone")), (2, "map.png"))
    expect(
        file == "map.png",
        f"The first mirror fails at 1 s, and `first_file` ends with {file}: "
        "the second one has the file at 2 s.",
    )
    file, *_ = curio.run(main, (1, None), (2, None))
    expect(
        file is None,
        f"No mirror has the file, and `first_file` ends with {file}: "
        "it should return None.",
    )
