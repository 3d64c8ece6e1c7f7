class Mooring:
    def __init__(self, ferry):
        self.ferry = ferry

    def __enter__(self):
        print(f"{self.ferry}: makes fast")
        return self

    def __exit__(self, *error):
        print(f"{self.ferry}: casts off")


def main():
    with Mooring("Aurora"), Mooring("Borealis"):
        print("harbour master: high tide")
    print("harbour master: both berths are free")


main()
