import asyncio
import unittest


class Abort(unittest.TestCase):
    def test_cancelled_task_hears_of_it_on_a_later_turn(self):
        log = []

        async def pilot():
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                log.append("made fast")

        async def main():
            task = asyncio.create_task(pilot())
            await asyncio.sleep(0)
            task.cancel()
            log.append("recalled")
            await asyncio.wait([task])
            log.append("joined")

        asyncio.run(main())
        self.assertEqual(log, ["recalled", "made fast", "joined"])

    def test_cancelled_task_may_await_while_it_cleans_up(self):
        log = []

        async def pilot():
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                await asyncio.sleep(0)
                log.append("made fast")

        async def main():
            task = asyncio.create_task(pilot())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            return task.cancelled()

        self.assertTrue(asyncio.run(main()))
        self.assertEqual(log, ["made fast"])

    def test_cancelled_task_may_refuse(self):
        async def pilot():
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                return "stays"

        async def main():
            task = asyncio.create_task(pilot())
            await asyncio.sleep(0)
            task.cancel()
            return await task

        self.assertEqual(asyncio.run(main()), "stays")

    def test_task_that_never_ran_is_cancelled_without_a_step(self):
        log = []

        async def pilot():
            log.append("began")

        async def main():
            task = asyncio.create_task(pilot())
            task.cancel()
            await asyncio.wait([task])

        asyncio.run(main())
        self.assertEqual(log, [])

    def test_cancel_of_an_ended_task_changes_nothing(self):
        async def pilot():
            return 3

        async def main():
            task = asyncio.create_task(pilot())
            await task
            return task.cancel(), task.result()

        self.assertEqual(asyncio.run(main()), (False, 3))

    def test_task_that_cancels_itself_goes_on_until_it_waits(self):
        log = []

        async def looks():
            log.append("looks")

        async def pilot():
            asyncio.current_task().cancel()
            # This does not wait.
            await looks()
            log.append("goes on")
            await asyncio.sleep(0)
            log.append("never")

        async def main():
            task = asyncio.create_task(pilot())
            await asyncio.wait([task])
            return task.cancelled()

        self.assertTrue(asyncio.run(main()))
        self.assertEqual(log, ["looks", "goes on"])

    def test_task_that_cancels_itself_and_returns_loses_its_value(self):
        async def pilot():
            asyncio.current_task().cancel()
            return "berth 4"

        async def main():
            task = asyncio.create_task(pilot())
            await asyncio.wait([task])
            return task.cancelled()

        self.assertTrue(asyncio.run(main()))

    def test_task_that_awaits_a_task_which_refuses_goes_on(self):
        async def ferry():
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                return "comes"

        async def pilot(ferry):
            log.append(await ferry)
            await asyncio.sleep(0)
            return "done"

        async def main():
            coming = asyncio.create_task(ferry())
            await asyncio.sleep(0)
            waiting = asyncio.create_task(pilot(coming))
            await asyncio.sleep(0)
            waiting.cancel()
            return await waiting

        log = []
        self.assertEqual(asyncio.run(main()), "done")
        self.assertEqual(log, ["comes"])

    def test_exception_of_the_clean_up_reaches_the_joiner(self):
        async def pilot():
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                raise ValueError("aground")

        async def main():
            task = asyncio.create_task(pilot())
            await asyncio.sleep(0)
            task.cancel()
            await task

        with self.assertRaisesRegex(ValueError, "aground"):
            asyncio.run(main())
