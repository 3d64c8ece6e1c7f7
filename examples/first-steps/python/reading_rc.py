class Tide:
    def __init__(self, level):
        self.level = level


class Ferry:
    def __init__(self, name, tide):
        self.name = name
        self.tide = tide


def main():
    tide = Tide(2)
    ferries = [Ferry("Aurora", tide), Ferry("Borealis", tide)]
    tide.level = 5
    for ferry in ferries:
        print(f"{ferry.name} reads {ferry.tide.level} m")


main()
