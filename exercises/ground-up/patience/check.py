from answer import patience
from exam import expect


def check():
    ready = patience(True, [12], 5)
    expect(
        ready == 0,
        "A task is ready, and the loop sleeps "
        f"{'for ever' if ready is None else f'for {ready} s'}: "
        "it may not sleep at all.",
    )
    idle = patience(False, [], 5)
    expect(
        idle is None,
        "Nothing is ready and there is no deadline, and the loop sleeps for "
        f"{idle} s: it would spin until a socket is ready.",
    )
    soon = patience(False, [12, 7], 5)
    expect(
        soon == 2,
        f"The deadlines are 7 and 12, `now` is 5, and the loop sleeps for "
        f"{soon} s: it misses the earlier one.",
    )
    late = patience(False, [3], 5)
    expect(
        late == 0,
        f"The deadline was 2 s ago, and the answer is {late}: "
        "a time is never less than 0.",
    )
