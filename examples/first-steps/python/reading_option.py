from collections import deque


def berth_of(ferry):
    match ferry:
        case "Aurora":
            return 0
        case "Borealis":
            return 1
        case _:
            return None


def main():
    waiting = deque(["Aurora", "Corona"])
    while waiting:
        ferry = waiting.popleft()
        berth = berth_of(ferry)
        if berth is not None:
            print(f"{ferry}: berth {berth}")
        else:
            print(f"{ferry}: no berth, anchors outside")


main()
