import unittest

from on_curio import curio


async def parked():
    await curio.Event().wait()


async def value(it):
    return it


async def fails():
    raise ValueError("frozen")


class CurioGroups(unittest.TestCase):
    def test_block_ends_without_an_error_when_a_child_fails(self):
        async def main():
            async with curio.TaskGroup() as group:
                await group.spawn(fails)
            return group.exception

        with self.assertLogs("curio"):
            self.assertIsInstance(curio.run(main), ValueError)

    def test_results_raise_the_error_of_the_child(self):
        async def main():
            async with curio.TaskGroup() as group:
                await group.spawn(value, -4)
                await group.spawn(fails)
            with self.assertRaises(ValueError):
                _ = group.results

        with self.assertLogs("curio"):
            curio.run(main)

    def test_results_raise_the_cancellation_of_a_task_spawned_before(
        self,
    ):
        async def main():
            async with curio.TaskGroup() as group:
                await group.spawn(parked)
                await group.spawn(fails)
            self.assertIsInstance(group.exception, ValueError)
            with self.assertRaises(curio.TaskCancelled):
                _ = group.results

        with self.assertLogs("curio"):
            curio.run(main)

    def test_result_raises_the_error_of_the_first_child(self):
        async def main():
            async with curio.TaskGroup(wait=any) as group:
                await group.spawn(parked)
                await group.spawn(fails)
            with self.assertRaises(ValueError):
                _ = group.result

        with self.assertLogs("curio"):
            curio.run(main)

    def test_failing_child_cancels_the_others_under_each_policy_that_waits(
        self,
    ):
        async def main(policy):
            async with curio.TaskGroup(wait=policy) as group:
                other = await group.spawn(parked)
                await group.spawn(fails)
            self.assertTrue(other.cancelled)

        for policy in all, any, object:
            with self.assertLogs("curio"):
                curio.run(main, policy)

    def test_failing_child_cancels_no_other_while_the_body_runs(self):
        async def main(policy, looks):
            async with curio.TaskGroup(wait=policy) as group:
                other = await group.spawn(parked)
                failed = await group.spawn(fails)
                if looks:
                    self.assertIs(await group.next_done(), failed)
                    other_failed = await group.spawn(fails)
                    await other_failed.wait()
                else:
                    await failed.wait()
                for _ in range(3):
                    await curio.sleep(0)
                self.assertFalse(other.cancelled)
            self.assertTrue(other.cancelled)

        for policy in all, any, object:
            for looks in False, True:
                with self.assertLogs("curio"):
                    curio.run(main, policy, looks)

    def test_policy_of_none_cancels_all_and_looks_at_no_failure(self):
        async def main():
            async with curio.TaskGroup(wait=None) as group:
                other = await group.spawn(parked)
                failed = await group.spawn(fails)
                await failed.wait()
                self.assertFalse(other.cancelled)
            self.assertTrue(other.cancelled)
            self.assertIsNone(group.exception)

        with self.assertLogs("curio"):
            curio.run(main)

    def test_any_takes_the_first_child_that_ends(self):
        async def main():
            async with curio.TaskGroup(wait=any) as group:
                other = await group.spawn(parked)
                await group.spawn(value, None)
            self.assertTrue(other.cancelled)
            return group.result

        self.assertIsNone(curio.run(main))

    def test_object_takes_the_first_result_that_is_not_none(self):
        async def main():
            async with curio.TaskGroup(wait=object) as group:
                other = await group.spawn(parked)
                await group.spawn(value, None)
                await group.spawn(value, "map.png")
            self.assertTrue(other.cancelled)
            return group.result

        self.assertEqual(curio.run(main), "map.png")

    def test_object_has_no_result_when_all_children_return_none(self):
        async def main():
            async with curio.TaskGroup(wait=object) as group:
                await group.spawn(value, None)
            with self.assertRaises(RuntimeError):
                _ = group.result

        curio.run(main)

    def test_policy_of_none_cancels_all_children_at_the_end(self):
        async def main():
            async with curio.TaskGroup(wait=None) as group:
                child = await group.spawn(parked)
            self.assertTrue(child.cancelled)

        curio.run(main)

    def test_block_ends_when_the_cancelled_children_have_ended(self):
        log = []

        async def child():
            try:
                await parked()
            finally:
                await curio.sleep(0)
                log.append("cleaned up")

        async def main():
            async with curio.TaskGroup(wait=any) as group:
                await group.spawn(child)
                await group.spawn(value, -4)
            log.append("after the block")

        curio.run(main)
        self.assertEqual(log, ["cleaned up", "after the block"])

    def test_results_stand_in_the_order_of_the_spawns(self):
        async def waits(event, it):
            await event.wait()
            return it

        async def sets(event, it):
            await event.set()
            return it

        async def main():
            event = curio.Event()
            async with curio.TaskGroup() as group:
                await group.spawn(waits, event, "first")
                await group.spawn(sets, event, "second")
            return group.results

        self.assertEqual(curio.run(main), ["first", "second"])

    def test_error_in_the_block_cancels_the_children_and_is_raised(
        self,
    ):
        async def main():
            with self.assertRaises(KeyError):
                async with curio.TaskGroup() as group:
                    child = await group.spawn(parked)
                    raise KeyError
            self.assertTrue(child.terminated)

        curio.run(main)

    def test_loop_over_the_group_meets_children_as_they_end(self):
        async def waits(event, it):
            await event.wait()
            return it

        async def sets(event, it):
            await event.set()
            return it

        async def main():
            event = curio.Event()
            async with curio.TaskGroup() as group:
                await group.spawn(waits, event, "first")
                await group.spawn(sets, event, "second")
                return [task.result async for task in group]

        self.assertEqual(curio.run(main), ["second", "first"])

    def test_loop_over_the_group_takes_children_out_of_it(self):
        async def main():
            async with curio.TaskGroup() as group:
                await group.spawn(value, -4)
                last = await group.spawn(value, 9)
                async for task in group:
                    self.assertNotIn(task, group.tasks)
                    if task is not last:
                        self.assertEqual(group.tasks, [last])
            return group.results

        self.assertEqual(curio.run(main), [])
