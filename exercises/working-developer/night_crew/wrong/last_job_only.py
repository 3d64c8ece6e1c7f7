import asyncio


class Crew:
    def start(self, job):
        """Starts a coroutine in the background."""
        self.job = asyncio.create_task(job)

    async def end_of_shift(self):
        """Waits until all jobs have ended."""
        await self.job
