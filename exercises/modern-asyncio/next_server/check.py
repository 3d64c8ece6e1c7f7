import asyncio

from answer import fetch
from exam import Wrong, expect, now, run


def server(seconds, answer=None):
    """Answers after so many seconds, or breaks without an answer."""

    async def ask():
        try:
            await asyncio.sleep(seconds)
        finally:
            if answer is None:
                raise ConnectionError("the line is cut")
        return answer

    return ask


async def hangs():
    await asyncio.sleep(60)


async def fetched(*servers):
    try:
        return await fetch(servers, 3), now()
    except ConnectionError:
        raise Wrong(
            "The connection to a server breaks, and `fetch` lets the "
            "ConnectionError out: it should ask the next server."
        ) from None
    except TimeoutError:
        raise Wrong(
            "The limit of 3 s is over, and `fetch` raises TimeoutError: "
            "it should return None."
        ) from None


def check():
    answer, end = run(fetched(server(1), server(1, "news")))
    expect(
        answer is not None,
        "The connection to the first server breaks, and `fetch` returns "
        "None: it should ask the next server.",
    )
    expect(
        (answer, end) == ("news", 2),
        "The first server breaks at 1 s, the next one answers 'news' at "
        f"2 s, and `fetch` returns {answer!r} at {end:.0f} s.",
    )
    answer, end = run(fetched(server(2), hangs))
    expect(
        (answer, end) == (None, 3),
        "One server breaks at 2 s, the next one hangs, and `fetch` ends "
        f"at {end:.0f} s: there is one limit of 3 s for all servers.",
    )
    answer, end = run(fetched(server(60), server(5, "news")))
    expect(
        end == 3,
        "The limit of 3 s comes while a server hangs, its cleanup raises "
        f"ConnectionError, and `fetch` ends at {end:.0f} s: the handler "
        "has taken the limit away.",
    )
    expect(
        answer is None,
        "The limit of 3 s comes while a server hangs, and `fetch` "
        f"returns {answer!r}: it should return None.",
    )
