import asyncio
import gc
import sys
import unittest
import unittest.mock
import weakref


async def parked():
    await asyncio.get_running_loop().create_future()


class LeftBehind(unittest.TestCase):
    def test_sleep_of_zero_goes_to_the_back_of_the_queue(self):
        log = []

        async def sort(name):
            for _ in range(3):
                log.append(name)
                await asyncio.sleep(0)

        async def editor():
            await asyncio.gather(*map(sort, "ABC"))

        asyncio.run(editor())
        self.assertEqual("".join(log), "ABCABCABC")

    def test_long_run_of_ready_results_is_never_interrupted(self):
        log = []

        async def reader(queue):
            for _ in range(1000):
                await queue.get()
            log.append("reader")

        async def other():
            log.append("other")

        async def editor():
            queue = asyncio.Queue()
            for number in range(1000):
                queue.put_nowait(number)
            await asyncio.gather(reader(queue), other())

        asyncio.run(editor())
        self.assertEqual(log, ["reader", "other"])

    def test_task_in_a_set_is_kept_until_it_is_discarded(self):
        async def editor():
            loop = asyncio.get_running_loop()
            release = []

            async def listen():
                phone = loop.create_future()
                release.append(weakref.ref(phone))
                await phone

            background = set()
            task = asyncio.create_task(listen())
            background.add(task)
            task.add_done_callback(background.discard)
            reference = weakref.ref(task)
            del task
            await asyncio.sleep(0)
            gc.collect()
            self.assertIsNotNone(reference())
            release[0]().set_result(None)
            for _ in range(3):
                await asyncio.sleep(0)
            self.assertEqual(background, set())

        asyncio.run(editor())

    def test_task_that_sleeps_is_not_collected(self):
        async def editor():
            loop = asyncio.get_running_loop()
            complaints = []
            loop.set_exception_handler(
                lambda _, context: complaints.append(context["message"])
            )
            asyncio.create_task(asyncio.sleep(3600))
            await asyncio.sleep(0)
            gc.collect()
            self.assertEqual(complaints, [])
            self.assertEqual(len(asyncio.all_tasks()), 2)

        asyncio.run(editor())

    def test_collected_task_runs_its_finally(self):
        log = []

        async def listen():
            try:
                await parked()
            finally:
                log.append("off the line")

        async def editor():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(
                lambda _, context: log.append(context["message"])
            )
            asyncio.create_task(listen())
            await asyncio.sleep(0)
            gc.collect()

        asyncio.run(editor())
        self.assertCountEqual(
            log,
            ["Task was destroyed but it is pending!", "off the line"],
        )

    def test_finally_of_a_collected_task_ends_at_its_first_wait(self):
        log = []

        async def listen():
            try:
                await parked()
            finally:
                log.append("hangs up")
                await asyncio.sleep(0)
                log.append("is off the line")

        async def editor():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda *_: None)
            asyncio.create_task(listen())
            await asyncio.sleep(0)
            with unittest.mock.patch.object(sys, "unraisablehook"):
                gc.collect()
            for _ in range(9):
                await asyncio.sleep(0)

        asyncio.run(editor())
        self.assertEqual(log, ["hangs up"])

    def test_tasks_that_only_refer_to_each_other_are_collected(self):
        async def writes(tips, phone):
            tips.put_nowait(await phone)

        async def editor():
            loop = asyncio.get_running_loop()
            complaints = []
            loop.set_exception_handler(
                lambda _, context: complaints.append(context["message"])
            )
            tips = asyncio.Queue()
            phone = loop.create_future()
            asyncio.create_task(tips.get())
            asyncio.create_task(writes(tips, phone))
            await asyncio.sleep(0)
            del tips, phone
            gc.collect()
            message = "Task was destroyed but it is pending!"
            self.assertEqual(complaints, [message] * 2)

        asyncio.run(editor())

    def test_closing_a_loop_cancels_nobody(self):
        loop = asyncio.new_event_loop()
        complaints = []
        loop.set_exception_handler(
            lambda _, context: complaints.append(context["message"])
        )
        ada = loop.create_task(parked())
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
        self.assertFalse(ada.done())
        self.assertEqual(complaints, [])
        del ada
        gc.collect()
        self.assertEqual(
            complaints, ["Task was destroyed but it is pending!"]
        )

    def test_task_that_is_not_done_as_run_closes_the_loop_is_left_pending(
        self,
    ):
        late = []
        complaints = []

        async def listen():
            try:
                await parked()
            finally:
                late.append(asyncio.create_task(asyncio.sleep(0)))
                late.append(asyncio.create_task(parked()))

        async def editor():
            asyncio.get_running_loop().set_exception_handler(
                lambda _, context: complaints.append(context["message"])
            )
            listening = asyncio.create_task(listen())
            await asyncio.sleep(0)
            return listening

        self.assertTrue(asyncio.run(editor()).cancelled())
        self.assertFalse(late.pop().done())
        self.assertTrue(late.pop().done())
        gc.collect()
        self.assertEqual(
            complaints, ["Task was destroyed but it is pending!"]
        )

    def test_what_a_finally_hands_to_another_task_at_the_end_of_run_is_lost(
        self,
    ):
        log = []

        async def write(lines):
            while True:
                log.append(await lines.get())

        async def listen(lines):
            try:
                await parked()
            finally:
                await lines.put("off the line")
                await asyncio.sleep(0)
                log.append("listen has ended")

        async def editor():
            lines = asyncio.Queue()
            self.tasks = [
                asyncio.create_task(write(lines)),
                asyncio.create_task(listen(lines)),
            ]
            await lines.put("on the line")
            await asyncio.sleep(0)

        asyncio.run(editor())
        self.assertEqual(log, ["on the line", "listen has ended"])

    def test_run_waits_for_a_task_that_catches_its_cancellation(self):
        log = []

        async def listen():
            try:
                await parked()
            except asyncio.CancelledError:
                await asyncio.sleep(0.01)
                log.append("last tip")

        async def editor():
            asyncio.create_task(listen())
            await asyncio.sleep(0)
            log.append("editor")

        asyncio.run(editor())
        self.assertEqual(log, ["editor", "last tip"])

    def test_task_whose_future_is_referred_to_is_not_collected(self):
        async def listen(phone):
            await phone

        async def editor():
            phone = asyncio.get_running_loop().create_future()
            asyncio.create_task(listen(phone))
            await asyncio.sleep(0)
            gc.collect()
            self.assertEqual(len(asyncio.all_tasks()), 2)
            phone.cancel()

        asyncio.run(editor())

    def test_run_leaves_no_task_pending(self):
        tasks = []

        async def editor():
            tasks.append(asyncio.create_task(parked()))

        asyncio.run(editor())
        self.assertTrue(tasks[0].cancelled())


if __name__ == "__main__":
    unittest.main()
