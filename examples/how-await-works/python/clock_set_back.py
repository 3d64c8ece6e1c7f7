class HarbourClock:
    """Set back by an hour when one second has passed."""

    def __init__(self):
        self.passed = 0.0

    def monotonic(self):
        return self.passed

    def wall(self):
        return self.passed - (3600 if self.passed >= 1 else 0)

    def sleep(self, seconds):
        self.passed += seconds


def lighthouse(now):
    clock = HarbourClock()
    until = now(clock)
    for flash in (1, 2, 3):
        until += 1
        clock.sleep(max(0, until - now(clock)))
        print(f"flash {flash}, {clock.monotonic():.1f} s have passed")


lighthouse(HarbourClock.wall)
lighthouse(HarbourClock.monotonic)
