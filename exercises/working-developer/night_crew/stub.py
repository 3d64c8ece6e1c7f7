class Crew:
    def start(self, job):
        """Starts a coroutine in the background."""

    async def end_of_shift(self):
        """Waits until all jobs have ended."""
