import asyncio

from answer import Busy, Desk
from exam import expect, now, run


async def main():
    desk = Desk()

    async def ask(question):
        try:
            return await desk.answer(question)
        except Busy:
            return None

    answers = await asyncio.gather(*map(ask, "abcde"))
    end = now()
    return answers, end, await ask("f")


def check():
    answers, end, later = run(main())
    count = sum(answer is not None for answer in answers)
    expect(
        count <= 3,
        f"Five questions come at once, and the last answer is there at {end} "
        "s: refuse what does not fit.",
    )
    expect(
        count == 3,
        f"Five questions come at once, and {count} are answered: "
        "three may be inside.",
    )
    expect(
        later == "f!",
        "After an answer there is room again, and the next question is "
        "refused: give the place back.",
    )
