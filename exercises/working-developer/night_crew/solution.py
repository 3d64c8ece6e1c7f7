import asyncio


class Crew:
    def __init__(self):
        self.jobs = set()

    def start(self, job):
        """Starts a coroutine in the background."""
        task = asyncio.create_task(job)
        self.jobs.add(task)
        task.add_done_callback(self.jobs.discard)

    async def end_of_shift(self):
        """Waits until all jobs have ended."""
        await asyncio.gather(*self.jobs, return_exceptions=True)
