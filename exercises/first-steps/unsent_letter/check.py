from answer import morning
from exam import expect, run, said


async def main():
    return await morning(), len(said())


def check():
    count, posted = run(main())
    expect(
        posted == 3,
        f"`morning` returns {count}, and by then {posted} of the 3 letters "
        "are posted. A call of `post` only makes a coroutine: "
        "await it before you count it.",
    )
    expect(
        count == 3,
        f"`morning` returns {count}, and 3 letters are posted.",
    )
