import asyncio


class Crew:
    def __init__(self):
        self.jobs = set()

    def start(self, job):
        """Starts a coroutine in the background."""
        self.jobs.add(asyncio.create_task(job))

    async def end_of_shift(self):
        """Waits until all jobs have ended."""
        await asyncio.gather(*self.jobs)
