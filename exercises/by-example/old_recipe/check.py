import inspect

from exam import Wrong, expect, now, run


def the_answer():
    try:
        from answer import main
    except AttributeError as error:
        raise Wrong(
            f"`asyncio.{error.name}` does not exist any more: "
            "look it up in the table of the page."
        ) from None
    return main


async def timed(main):
    made = main()
    expect(
        inspect.isawaitable(made),
        "`main` is a generator and cannot be awaited: "
        "write `async def`, and `await` for each `yield from`.",
    )
    return await made, now()


def check():
    loaves, minutes = run(timed(the_answer()))
    expect(
        isinstance(loaves, list)
        and all(isinstance(loaf, str) for loaf in loaves),
        "`main` returns a list of "
        f"{type(loaves[0]).__name__} objects, not of loaves: "
        "await each task.",
    )
    expect(
        minutes == 30,
        "The loaves are in the oven for 30 and 20 minutes, and `main` "
        f"takes {minutes:.0f}: start the rye before you wait for the wheat.",
    )
    expect(
        loaves == ["wheat bread", "rye bread"],
        f"The loaves come out as {loaves}: the wheat was asked for first.",
    )
