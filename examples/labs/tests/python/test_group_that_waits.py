import asyncio
import unittest

import trio
import trio.testing


class GroupThatWaits(unittest.IsolatedAsyncioTestCase):
    async def test_task_group_ends_with_its_last_child(self):
        log = []

        async def child(pauses):
            for _ in range(pauses):
                await asyncio.sleep(0)
            log.append(pauses)

        async with asyncio.TaskGroup() as group:
            for pauses in (9, 1):
                group.create_task(child(pauses))
            log.append("body")
        log.append("after")
        self.assertEqual(log, ["body", 1, 9, "after"])

    def test_cancelled_scope_of_a_nursery_ends_all_its_children(self):
        log = []

        async def child(name):
            try:
                await trio.sleep_forever()
            finally:
                log.append(name)

        async def main():
            async with trio.open_nursery() as nursery:
                for name in "ABC":
                    nursery.start_soon(child, name)
                await trio.testing.wait_all_tasks_blocked()
                nursery.cancel_scope.cancel()
            log.append("after")

        trio.run(main)
        self.assertEqual(sorted(log[:3]), ["A", "B", "C"])
        self.assertEqual(log[3:], ["after"])

    async def test_cancelled_group_ends_all_its_children_since_3_15(
        self,
    ):
        log = []

        async def child(name):
            try:
                await asyncio.Event().wait()
            finally:
                log.append(name)

        async with asyncio.TaskGroup() as group:
            for name in "ABC":
                group.create_task(child(name))
            await asyncio.sleep(0)
            group.cancel()
        log.append("after")
        self.assertEqual(sorted(log[:3]), ["A", "B", "C"])
        self.assertEqual(log[3:], ["after"])


if __name__ == "__main__":
    unittest.main()
