# clock: real
import asyncio
import selectors


class JumpingSelector(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout=None):
        events = super().select(0 if timeout else timeout)
        if timeout and not events:
            self.now += timeout
        return events


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.selector = JumpingSelector()
        super().__init__(self.selector)

    def time(self):
        return self.selector.now


async def note(name):
    await asyncio.sleep(3600)
    print(name)


async def main():
    await asyncio.gather(*map(note, "ABCDEF"))


with asyncio.Runner(loop_factory=JumpingLoop) as runner:
    runner.run(main())
