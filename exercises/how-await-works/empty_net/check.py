from answer import first
from exam import Wrong, expect, run


def check():
    fish = run(first(iter(["cod", "eel"])))
    expect(
        fish == "cod",
        f"The net has cod and eel, and `first` returns {fish!r}.",
    )
    try:
        fish = run(first(iter([])))
    except RuntimeError:
        raise Wrong(
            "The net is empty, and `first` fails with a RuntimeError: "
            "a StopIteration must not leave a coroutine."
        ) from None
    expect(
        fish is None, f"The net is empty, and `first` returns {fish!r}."
    )
