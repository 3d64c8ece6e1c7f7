import asyncio
import sys
import unittest

SINCE_3_12 = sys.version_info >= (3, 12)


async def parked(log):
    log.append("starts")
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        log.append("stops")


async def value():
    return 3


async def gives_way():
    await asyncio.sleep(0)
    return 3


async def fails():
    raise OSError("no route")


class EagerTasks(unittest.TestCase):
    def run_eager(self, main):
        """Run `main` on a loop whose tasks start at once, if it can."""
        if not SINCE_3_12:
            self.assertFalse(hasattr(asyncio, "eager_task_factory"))
            return
        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            loop.set_task_factory(asyncio.eager_task_factory)
            runner.run(main())

    def test_eager_start_is_an_option_since_3_14(self):
        async def main():
            child = gives_way()
            self.addCleanup(child.close)
            await asyncio.create_task(child, eager_start=True)

        asyncio.run(main())

    def test_class_of_tasks_takes_eager_start_since_3_12(self):
        async def main():
            log = []
            child = parked(log)
            self.addCleanup(child.close)
            loop = asyncio.get_running_loop()
            task = asyncio.Task(child, loop=loop, eager_start=True)
            self.assertEqual(log, ["starts"])
            self.assertFalse(task.done())
            task.cancel()
            await asyncio.wait([task])

        asyncio.run(main())

    def test_eager_task_factory_is_there_since_3_12(self):
        self.assertTrue(hasattr(asyncio, "eager_task_factory"))

    def test_task_runs_no_line_before_its_creator_waits(self):
        async def main():
            log = []
            task = asyncio.create_task(parked(log))
            self.assertEqual(log, [])
            await asyncio.sleep(0)
            self.assertEqual(log, ["starts"])
            task.cancel()

        asyncio.run(main())

    def test_eager_task_runs_to_its_first_pause_inside_create_task(
        self,
    ):
        async def main():
            log = []
            task = asyncio.create_task(parked(log))
            self.assertEqual(log, ["starts"])
            self.assertFalse(task.done())
            task.cancel()

        self.run_eager(main)

    def test_eager_task_that_never_pauses_is_done_without_a_turn(self):
        async def main():
            turns = []
            asyncio.get_running_loop().call_soon(turns.append, "turn")
            task = asyncio.create_task(value())
            self.assertTrue(task.done())
            self.assertEqual(await task, 3)
            self.assertEqual(turns, [])

        self.run_eager(main)

    def test_factory_makes_the_tasks_of_groups_and_gather_eager(self):
        async def main():
            log = []
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(parked(log))]
                self.assertEqual(log, ["starts"])
                tasks[0].cancel()
            everything = asyncio.gather(parked(log))
            self.assertEqual(log[-1], "starts")
            everything.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await everything

        self.run_eager(main)

    def test_eager_start_false_makes_an_ordinary_task_in_an_eager_loop_since_3_14(
        self,
    ):
        async def main():
            loop, log = asyncio.get_running_loop(), []
            loop.set_task_factory(asyncio.eager_task_factory)
            child = parked(log)
            self.addCleanup(child.close)
            task = asyncio.create_task(child, eager_start=False)
            self.assertEqual(log, [])
            task.cancel()

        asyncio.run(main())

    def test_failure_of_an_eager_task_stays_in_the_task(self):
        async def main():
            task = asyncio.create_task(fails())
            self.assertTrue(task.done())
            with self.assertRaises(OSError):
                await task

        self.run_eager(main)

    def test_group_refuses_a_child_after_an_eager_failure_before_3_12_9_and_3_13_2(
        self,
    ):
        async def open_group(log):
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())
                second = parked(log)
                try:
                    group.create_task(second)
                except RuntimeError:
                    second.close()
                    log.append("refused")

        async def main():
            log = []
            await asyncio.gather(
                open_group(log), return_exceptions=True
            )
            is_3_12 = sys.version_info < (3, 13)
            last = (3, 12, 9) if is_3_12 else (3, 13, 2)
            is_refused = sys.version_info < last
            seen = ["refused"] if is_refused else ["starts", "stops"]
            self.assertEqual(log, seen)

        self.run_eager(main)

    def test_task_cancelled_at_once_runs_no_line(self):
        async def main():
            log = []
            task = asyncio.create_task(parked(log))
            task.cancel()
            await asyncio.wait([task])
            self.assertEqual(log, [])

        asyncio.run(main())

    def test_eager_task_cancelled_at_once_cleans_up(self):
        async def main():
            log = []
            task = asyncio.create_task(parked(log))
            task.cancel()
            await asyncio.wait([task])
            self.assertEqual(log, ["starts", "stops"])

        self.run_eager(main)

    def test_eager_step_has_the_child_as_the_current_task(self):
        async def main():
            seen = []

            async def child():
                seen.append(asyncio.current_task())

            task = asyncio.create_task(child())
            self.assertEqual(seen, [task])
            self.assertIsNot(asyncio.current_task(), task)

        self.run_eager(main)

    def test_creator_goes_on_after_the_first_step_of_an_eager_task(
        self,
    ):
        async def main():
            log = []

            async def child():
                log.append("child")

            asyncio.get_running_loop().call_soon(log.append, "ready")
            task = asyncio.create_task(child())
            log.append("creator")
            await task
            await asyncio.sleep(0)
            self.assertEqual(log, ["child", "creator", "ready"])

        self.run_eager(main)
