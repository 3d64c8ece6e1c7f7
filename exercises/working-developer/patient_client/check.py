import asyncio

from answer import first_in_time
from exam import expect, now, run


async def main():
    ended = {}

    def server(name, seconds):
        async def ask():
            await asyncio.sleep(seconds)
            ended[name] = now()
            return name

        return ask

    servers = [server("slow", 5), server("quick", 1)]
    answer = await first_in_time(servers, 2)
    end = now()
    await asyncio.sleep(10)
    none = await first_in_time([server("late", 5)], 2)
    return answer, end, ended.get("slow"), none


def check():
    answer, end, slow, none = run(main())
    expect(
        answer != "slow",
        f"The first server may take 2 s, and `first_in_time` waits for it "
        f"until {end} s.",
    )
    expect(
        end != 2.0,
        "The second server answers after 1 s, and `first_in_time` gives up "
        "at 2.0 s: each server has its own 2 s.",
    )
    expect(
        answer == "quick",
        "The second server answers after 1 s, in time, and `first_in_time` "
        "returns nothing: ask one server after the other.",
    )
    expect(
        slow is None,
        f"The first server had 2 s, and it still works and ends at {slow} "
        "s: cancel what is too late.",
    )
    expect(
        none is None,
        f"No server is in time, and `first_in_time` returns {none!r}.",
    )
