import trio
from answer import voyage
from exam import Wrong, expect


def boat(error=None):
    async def sail():
        try:
            await trio.sleep(1)
        finally:
            # It sinks on its way home, too.
            if error:
                raise error

    return sail


def check():
    try:
        sunk = trio.run(
            voyage,
            [boat(OSError("reef")), boat(), boat(OSError("ice"))],
        )
    except ExceptionGroup:
        raise Wrong(
            "Two boats sink, and an ExceptionGroup leaves `voyage`: "
            "take the OSErrors out of it with `except*`."
        ) from None
    expect(
        sunk == ["ice", "reef"],
        f"The errors are 'ice' and 'reef', and `voyage` returns {sunk}.",
    )
    try:
        kept = trio.run(voyage, [boat(ValueError("a hole"))])
    except ExceptionGroup:
        return
    expect(
        kept == "never",
        "A boat fails with a ValueError, and `voyage` keeps it: "
        "take the OSErrors only.",
    )
