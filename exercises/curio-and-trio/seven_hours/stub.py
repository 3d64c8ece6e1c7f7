import trio


def is_right(connect):
    """Whether `connect` waits 1, 2 and 4 hours."""

    async def test():
        answers = iter(["busy", "busy", "busy", "welcome"])
        await connect(answers)
        return True

    return trio.run(test)
