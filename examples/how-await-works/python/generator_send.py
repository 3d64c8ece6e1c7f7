def helm(course):
    print(f"helm: steers {course}")
    while course != 0:
        turn = yield
        course += turn
        print(f"helm: steers {course}")
    return "relieved"


helmsman = helm(90)
helmsman.send(None)
print("pilot: 30 to port")
helmsman.send(-30)
print("pilot: 60 to port")
try:
    helmsman.send(-60)
except StopIteration as end:
    print(f"pilot: the helm is {end.value}")
