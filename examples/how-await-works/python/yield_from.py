def lead():
    depth = yield "how deep?"
    print(f"lead: was told {depth}")
    return depth


def pilot():
    depth = yield from lead()
    return "come in" if depth > 5 else "stay out"


def ferry():
    order = yield from pilot()
    print(f"ferry: {order}")


crossing = ferry()
print("harbour master hears:", crossing.send(None))
print("harbour master: 8 m")
try:
    crossing.send(8)
except StopIteration:
    print("harbour master: the ferry has ended")
