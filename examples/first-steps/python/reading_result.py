def water_under_keel(signal):
    depth = int(signal)
    print(f"lighthouse: the water is {depth} m deep")
    return depth - 3


def main():
    for signal in ["12", "fog"]:
        try:
            water = water_under_keel(signal)
        except ValueError:
            print(f"pilot: {signal} is no depth")
        else:
            print(f"pilot: {water} m under the keel")


main()
