def announce(berths):
    print("in port:", ", ".join(berths))


def moor(berths, ferry):
    berths.append(ferry)


def main():
    berths = ["Aurora"]
    announce(berths)
    moor(berths, "Borealis")
    announce(berths)


main()
