from answer import mean_depth
from exam import expect


def check():
    means = mean_depth()
    next(means)
    first = means.send(4)
    try:
        second = means.send(8)
    except TypeError:
        second = None
    expect(
        second is not None or first is None,
        "`send(4)` returns a mean, and `send(8)` returns none: "
        "one `yield` takes a depth and hands out the mean.",
    )
    expect(
        second == 6,
        f"After the depths 4 and 8 the mean is 6, and `send` returns "
        f"{second}"
        + (": keep the sum of all depths." if second else "."),
    )
    expect(means.send(3) == 5, "After 4, 8 and 3 the mean is 5.")
