def lead():
    depth = yield "how deep?"
    print(f"lead: was told {depth}")
    return depth


def pilot():
    for question in lead():
        answer = yield question
        print(f"pilot: was told {answer}")


crossing = pilot()
print("harbour master hears:", crossing.send(None))
print("harbour master: 8 m")
try:
    crossing.send(8)
except StopIteration as end:
    print("harbour master: the pilot's answer is", end.value)
