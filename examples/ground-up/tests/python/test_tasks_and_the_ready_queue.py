import asyncio
import unittest


class ManyTasks(unittest.TestCase):
    def test_ready_queue_holds_callbacks(self):
        async def main():
            loop = asyncio.get_running_loop()
            task = asyncio.create_task(asyncio.sleep(0))
            loop.call_soon(str)
            queued = list(loop._ready)
            await task
            return queued

        queued = asyncio.run(main())
        self.assertEqual(len(queued), 2)
        for entry in queued:
            self.assertIsInstance(entry, asyncio.Handle)

    def test_main_has_its_place_in_the_ready_queue(self):
        log = []

        async def child(name):
            await asyncio.sleep(0)
            log.append(name)

        async def main():
            children = [
                asyncio.create_task(child(name))
                for name in ("gull", "heron")
            ]
            for _ in range(2):
                await asyncio.sleep(0)
                log.append("main")
            await asyncio.wait(children)

        asyncio.run(main())
        self.assertEqual(log, ["main", "gull", "heron", "main"])

    def test_exception_of_a_task_reaches_the_joiner_alone(self):
        log = []

        async def sinks():
            raise ValueError("aground")

        async def bystander():
            await asyncio.sleep(0)
            log.append("goes on")

        async def main():
            task = asyncio.create_task(sinks())
            other = asyncio.create_task(bystander())
            try:
                await task
            except ValueError as error:
                log.append(str(error))
            await other

        asyncio.run(main())
        self.assertEqual(log, ["aground", "goes on"])
