import asyncio
import unittest


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


if __name__ == "__main__":
    unittest.main()
