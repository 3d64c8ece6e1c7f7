import trio
from answer import quickest
from exam import expect


async def main():
    def mirror(seconds):
        async def ask():
            await trio.sleep(seconds)
            return f"after {seconds} s"

        return ask

    start = trio.current_time()
    answer = await quickest([mirror(2), mirror(1), mirror(3)])
    return answer, round(trio.current_time() - start)


def check():
    answer, end = trio.run(main)
    expect(
        answer,
        "`quickest` returns nothing: run the mirrors, "
        "and return the first answer.",
    )
    expect(
        answer == "after 1 s",
        "The quickest mirror answers 'after 1 s', and `quickest` returns "
        f"{answer!r}.",
    )
    expect(
        end == 1,
        f"The first answer is there at 1 s, and `quickest` returns at {end} "
        "s: cancel the scope of the nursery.",
    )
