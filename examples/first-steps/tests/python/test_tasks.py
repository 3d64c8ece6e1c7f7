import asyncio
import collections.abc
import gc
import unittest
import weakref


class CountedSteps(collections.abc.Coroutine):
    """A coroutine that counts how often its task steps it."""

    def __init__(self, inner):
        self.inner = inner
        self.steps = 0

    def send(self, value):
        self.steps += 1
        return self.inner.send(value)

    def throw(self, *error):
        return self.inner.throw(*error)

    def close(self):
        self.inner.close()

    def __await__(self):
        return self.inner.__await__()


class Tasks(unittest.TestCase):
    def test_created_task_starts_on_a_later_turn(self):
        log = []

        async def ferry():
            log.append("ferry")

        async def main():
            task = asyncio.create_task(ferry())
            log.append("master")
            await task
            log.append("master again")

        asyncio.run(main())
        self.assertEqual(log, ["master", "ferry", "master again"])

    def test_second_task_starts_before_the_first_ends(self):
        log = []

        async def cross(ferry, tide):
            log.append(f"{ferry} casts off")
            await tide
            log.append(f"{ferry} docks")

        async def main():
            tide = asyncio.get_running_loop().create_future()
            gull = asyncio.create_task(cross("Gull", tide))
            heron = asyncio.create_task(cross("Heron", tide))
            await asyncio.sleep(0)
            tide.set_result("high")
            await gull
            await heron

        asyncio.run(main())
        self.assertEqual(
            log,
            [
                "Gull casts off",
                "Heron casts off",
                "Gull docks",
                "Heron docks",
            ],
        )

    def test_task_awaited_at_once_runs_alone(self):
        log = []

        async def cross(ferry):
            log.append(f"{ferry} casts off")
            await asyncio.sleep(0)
            log.append(f"{ferry} docks")

        async def main():
            await asyncio.create_task(cross("Gull"))
            await asyncio.create_task(cross("Heron"))

        asyncio.run(main())
        self.assertEqual(
            log,
            [
                "Gull casts off",
                "Gull docks",
                "Heron casts off",
                "Heron docks",
            ],
        )

    def test_caller_keeps_its_turn_until_it_waits(self):
        log = []

        async def ferry():
            log.append("ferry")

        async def main():
            task = asyncio.create_task(ferry())
            for turn in range(3):
                log.append(f"master {turn}")
            await task

        asyncio.run(main())
        self.assertEqual(
            log, ["master 0", "master 1", "master 2", "ferry"]
        )

    def test_awaited_task_yields_what_the_coroutine_returns(self):
        async def cross():
            return 20

        async def main():
            task = asyncio.create_task(cross())
            return await task, await task

        self.assertEqual(asyncio.run(main()), (20, 20))

    def test_exception_of_a_task_is_raised_where_it_is_awaited(self):
        async def wreck():
            raise ValueError("aground")

        async def main():
            task = asyncio.create_task(wreck())
            with self.assertRaisesRegex(ValueError, "aground"):
                await task

        asyncio.run(main())

    def test_cancellation_of_a_task_is_raised_where_it_is_awaited(self):
        async def cross():
            await asyncio.get_running_loop().create_future()

        async def main():
            task = asyncio.create_task(cross())
            await asyncio.sleep(0)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        asyncio.run(main())

    def test_task_that_nothing_refers_to_is_collected(self):
        async def cross():
            await asyncio.get_running_loop().create_future()

        async def main():
            loop = asyncio.get_running_loop()
            complaints = []
            loop.set_exception_handler(
                lambda _, context: complaints.append(context["message"])
            )
            task = weakref.ref(asyncio.create_task(cross()))
            await asyncio.sleep(0)
            gc.collect()
            self.assertIsNone(task())
            self.assertEqual(
                complaints, ["Task was destroyed but it is pending!"]
            )

        asyncio.run(main())

    def test_task_that_main_refers_to_is_kept(self):
        async def cross(tide):
            return await tide()

        async def main():
            loop = asyncio.get_running_loop()
            task = asyncio.create_task(cross(loop.create_future))
            reference = weakref.ref(task)
            await asyncio.sleep(0)
            gc.collect()
            self.assertIs(reference(), task)

        asyncio.run(main())

    def test_task_that_sleeps_is_kept_by_its_timer(self):
        async def cross():
            await asyncio.sleep(0.01)
            return "docked"

        async def main():
            reference = weakref.ref(asyncio.create_task(cross()))
            await asyncio.sleep(0)
            gc.collect()
            task = reference()
            self.assertIsNotNone(task)
            self.assertEqual(await task, "docked")

        asyncio.run(main())

    def test_task_that_a_leftover_creates_never_runs(self):
        log = []

        async def cross(ferry):
            log.append(f"{ferry} casts off")

        async def convoy():
            log.append("convoy")
            asyncio.create_task(cross("Gull"))
            await asyncio.get_running_loop().create_future()

        async def main():
            asyncio.create_task(convoy())

        asyncio.run(main())
        self.assertEqual(log, ["convoy"])

    def test_leftover_takes_its_first_turn_before_run_ends(self):
        log = []

        async def cross():
            log.append("casts off")
            await asyncio.get_running_loop().create_future()
            log.append("docks")

        async def main():
            asyncio.create_task(cross())

        asyncio.run(main())
        self.assertEqual(log, ["casts off"])

    def test_parked_task_is_not_stepped_until_it_is_woken(self):
        async def main():
            loop = asyncio.get_running_loop()
            tide = loop.create_future()

            async def cross():
                return await tide

            counted = CountedSteps(cross())
            task = loop.create_task(counted)
            for _ in range(100):
                await asyncio.sleep(0)
            self.assertEqual(counted.steps, 1)
            tide.set_result("high")
            self.assertEqual(await task, "high")
            self.assertEqual(counted.steps, 2)

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
