def helm(course):
    print(f"helm: steers {course}")
    while True:
        turn = yield
        course += turn
        print(f"helm: steers {course}")


helmsman = helm(90)
print("pilot: 30 to port")
try:
    helmsman.send(-30)
except TypeError as error:
    print("TypeError:", error)
