import asyncio
import unittest


class Line:
    """A resource whose end gives up the turn."""

    def __init__(self, log, fails=False):
        self.log, self.fails = log, fails

    async def __aenter__(self):
        if self.fails:
            raise ConnectionError("no line")
        return self

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(0)
        self.log.append(kind and kind.__name__)


class Arriving(unittest.TestCase):
    def test_as_completed_yields_in_the_order_of_completion(self):
        async def editor():
            loop = asyncio.get_running_loop()
            ada, ben = loop.create_future(), loop.create_future()
            loop.call_soon(ben.set_result, "Ben")
            loop.call_later(0.01, ada.set_result, "Ada")
            return [await f for f in asyncio.as_completed([ada, ben])]

        self.assertEqual(asyncio.run(editor()), ["Ben", "Ada"])

    def test_awaitables_that_are_no_tasks_start_in_the_order_of_a_set(
        self,
    ):
        started = []

        class Call:
            def __init__(self, place):
                self.place = place

            def __hash__(self):
                return self.place

            def __await__(self):
                started.append(self)
                yield

        async def editor():
            calls = [Call(2), Call(1), Call(0)]
            for next_in in asyncio.as_completed(calls):
                await next_in
            self.assertEqual(started, list(set(calls)))
            self.assertNotEqual(started, calls)

        asyncio.run(editor())

    def test_tasks_that_have_ended_come_first_and_in_the_order_of_a_set(
        self,
    ):
        class Report(asyncio.Task):
            def __init__(self, place):
                self.place = place
                super().__init__(asyncio.sleep(0, place))

            def __hash__(self):
                return self.place

        async def editor():
            ended = [Report(2), Report(1), Report(0)]
            log = []
            for task in ended:
                task.add_done_callback(lambda t: log.append(t.place))
            await asyncio.wait(ended)
            late = Report(3)
            tasks = {late, *ended}
            places = [t.place for t in tasks if t is not late]
            self.assertEqual(log, [2, 1, 0])
            self.assertNotEqual(places, log)
            got = [await t for t in asyncio.as_completed(tasks)]
            self.assertEqual(got, [*places, late.place])

        asyncio.run(editor())

    def test_plain_loop_yields_none_of_your_tasks(self):
        async def editor():
            tasks = [asyncio.create_task(asyncio.sleep(0))]
            for next_in in asyncio.as_completed(tasks):
                self.assertTrue(asyncio.iscoroutine(next_in))
                self.assertNotIn(next_in, tasks)
                await next_in

        asyncio.run(editor())

    def test_async_loop_yields_your_tasks_since_3_13(self):
        async def editor():
            tasks = [asyncio.create_task(asyncio.sleep(0))]
            async for done in asyncio.as_completed(tasks):
                self.assertIs(done, tasks[0])

        asyncio.run(editor())

    def test_error_comes_at_the_await_and_the_loop_can_go_on(self):
        async def fails():
            raise LookupError("no story")

        async def files():
            await asyncio.sleep(0)
            return "flood"

        async def editor():
            seen = []
            for next_in in asyncio.as_completed([files(), fails()]):
                try:
                    seen.append(await next_in)
                except LookupError as error:
                    seen.append(str(error))
            return seen

        self.assertEqual(asyncio.run(editor()), ["no story", "flood"])

    def test_leaving_the_loop_leaves_the_rest_running(self):
        async def editor():
            parked = asyncio.get_running_loop().create_future()
            ready = asyncio.create_task(asyncio.sleep(0))
            for next_in in asyncio.as_completed([parked, ready]):
                await next_in
                break
            await asyncio.sleep(0)
            self.assertFalse(parked.done())
            parked.set_result(None)

        asyncio.run(editor())

    def test_semaphore_admits_so_many_at_a_time(self):
        async def editor():
            lines, now, most = asyncio.Semaphore(2), 0, 0

            async def call():
                nonlocal now, most
                async with lines:
                    now += 1
                    most = max(most, now)
                    await asyncio.sleep(0)
                    now -= 1

            await asyncio.gather(*(call() for _ in range(6)))
            return most

        self.assertEqual(asyncio.run(editor()), 2)

    def test_all_tasks_exist_while_most_wait_for_a_permit(self):
        async def editor():
            lines = asyncio.Semaphore(2)

            async def call():
                async with lines:
                    await asyncio.sleep(0)

            tasks = [asyncio.create_task(call()) for _ in range(6)]
            self.assertEqual(len(asyncio.all_tasks()), 7)
            await asyncio.wait(tasks)

        asyncio.run(editor())

    def test_cancelled_task_gives_its_permit_back(self):
        async def editor():
            lines = asyncio.Semaphore(1)

            async def call():
                async with lines:
                    await asyncio.get_running_loop().create_future()

            task = asyncio.create_task(call())
            await asyncio.sleep(0)
            self.assertTrue(lines.locked())
            task.cancel()
            await asyncio.wait([task])
            self.assertFalse(lines.locked())

        asyncio.run(editor())

    def test_end_of_the_block_is_awaited_before_the_error_goes_on(self):
        log = []

        async def editor():
            try:
                async with Line(log):
                    raise LookupError
            except LookupError:
                log.append("editor")

        asyncio.run(editor())
        self.assertEqual(log, ["LookupError", "editor"])

    def test_cancelled_block_is_closed(self):
        log = []

        async def ada():
            async with Line(log):
                await asyncio.get_running_loop().create_future()

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())
        self.assertEqual(log, ["CancelledError"])

    def test_block_that_is_cancelled_while_it_opens_is_not_closed(self):
        log = []

        class Slow(Line):
            async def __aenter__(self):
                await asyncio.get_running_loop().create_future()

        async def ada():
            async with Slow(log):
                log.append("inside")

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())

        asyncio.run(editor())
        self.assertEqual(log, [])

    def test_second_cancel_interrupts_the_closing_of_a_block(self):
        log = []

        async def ada():
            async with Line(log):
                await asyncio.get_running_loop().create_future()

        async def editor():
            task = asyncio.create_task(ada())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])

        asyncio.run(editor())
        self.assertEqual(log, [])

    def test_semaphore_made_in_each_call_limits_nothing(self):
        async def editor():
            now = most = 0

            async def call():
                nonlocal now, most
                async with asyncio.Semaphore(2):
                    now += 1
                    most = max(most, now)
                    await asyncio.sleep(0)
                    now -= 1

            await asyncio.gather(*(call() for _ in range(6)))
            return most

        self.assertEqual(asyncio.run(editor()), 6)

    def test_block_that_never_opened_is_not_closed(self):
        log = []

        async def editor():
            with self.assertRaises(ConnectionError):
                async with Line(log, fails=True):
                    log.append("inside")

        asyncio.run(editor())
        self.assertEqual(log, [])


if __name__ == "__main__":
    unittest.main()
