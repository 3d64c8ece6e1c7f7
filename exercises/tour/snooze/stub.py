class Snooze:
    def __init__(self, seconds, ring):
        pass

    def press(self):
        pass
