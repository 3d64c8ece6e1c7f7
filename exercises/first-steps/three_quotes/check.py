from answer import cheapest
from exam import expect, run, when


def check():
    price = run(cheapest())
    asked = when("Basel: is asked")
    expect(
        asked == when("Mainz: is asked"),
        f"Basel is asked at {asked} s, when Mainz has already answered. "
        "Both must be asked at 0.0 s, so that the two waits overlap.",
    )
    expect(
        price == 20,
        f"The answer is {price}, but Basel sells for 20: "
        "wait for both shops, not for the first that answers.",
    )
