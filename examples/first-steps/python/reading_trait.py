class Ferry:
    def signal(self):
        return "one long blast"


class Lighthouse:
    def __init__(self, flashes):
        self.flashes = flashes

    def signal(self):
        return f"{self.flashes} flashes"


def log(sender):
    print("harbour master notes:", sender.signal())


def main():
    log(Ferry())
    log(Lighthouse(flashes=4))


main()
