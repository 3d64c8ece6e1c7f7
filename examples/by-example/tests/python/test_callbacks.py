import asyncio
import sys
import unittest
from functools import partial


async def turns(count=3):
    for _ in range(count):
        await asyncio.sleep(0)


def new_order():
    return asyncio.get_running_loop().create_future()


class Callbacks(unittest.IsolatedAsyncioTestCase):
    async def test_callback_is_handed_the_future_itself(self):
        handed = []
        order = new_order()
        order.add_done_callback(handed.append)
        order.set_result("rye")
        await turns()
        self.assertEqual(handed, [order])

    async def test_callback_runs_after_the_turn_that_fills_the_future(
        self,
    ):
        log = []
        order = new_order()
        order.add_done_callback(lambda _: log.append("calls"))
        order.set_result("rye")
        log.append("goes on")
        await turns()
        self.assertEqual(log, ["goes on", "calls"])

    async def test_callbacks_run_in_the_order_they_were_added(self):
        log = []
        order = new_order()

        async def wait():
            await order
            log.append("waiter")

        order.add_done_callback(lambda _: log.append("first"))
        waiter = asyncio.create_task(wait())
        await turns()
        order.add_done_callback(lambda _: log.append("last"))
        order.set_result("rye")
        await waiter
        self.assertEqual(log, ["first", "waiter", "last"])

    async def test_callback_added_late_is_still_queued(self):
        log = []
        order = new_order()
        order.set_result("rye")
        order.add_done_callback(lambda _: log.append("calls"))
        log.append("goes on")
        await turns()
        self.assertEqual(log, ["goes on", "calls"])

    async def test_callback_needs_nobody_who_awaits(self):
        log = []
        order = new_order()
        order.add_done_callback(lambda _: log.append("calls"))
        order.set_result("rye")
        del order
        await turns()
        self.assertEqual(log, ["calls"])

    async def test_callback_of_a_task_runs_when_the_task_has_ended(
        self,
    ):
        log = []

        async def bake():
            log.append("bakes")
            return "rye"

        task = asyncio.create_task(bake())
        task.add_done_callback(lambda task: log.append(task.result()))
        await turns()
        self.assertEqual(log, ["bakes", "rye"])

    async def test_partial_hands_the_callback_more(self):
        calls = []

        def call(customer, order):
            calls.append((customer, order.result()))

        order = new_order()
        order.add_done_callback(partial(call, "Ada"))
        order.set_result("rye")
        await turns()
        self.assertEqual(calls, [("Ada", "rye")])

    async def test_result_of_a_failed_future_raises_in_the_callback(
        self,
    ):
        raised = []

        def call(order):
            try:
                order.result()
            except OSError as error:
                raised.append(str(error))

        order = new_order()
        order.add_done_callback(call)
        order.set_exception(OSError("burnt"))
        await turns()
        self.assertEqual(raised, ["burnt"])

    async def test_error_of_a_callback_goes_to_the_loop_alone(self):
        told = []
        log = []

        def tell(_loop, context):
            told.append(type(context["exception"]))

        def fail(order):
            raise ZeroDivisionError

        asyncio.get_running_loop().set_exception_handler(tell)
        order = new_order()
        order.add_done_callback(fail)
        order.add_done_callback(lambda _: log.append("next callback"))
        order.set_result("rye")
        self.assertEqual(await order, "rye")
        await turns()
        self.assertEqual(told, [ZeroDivisionError])
        self.assertEqual(log, ["next callback"])

    async def test_error_of_a_callback_is_logged(self):
        def fail(order):
            raise ZeroDivisionError

        order = new_order()
        order.add_done_callback(fail)
        order.set_result("rye")
        with self.assertLogs("asyncio", "ERROR") as log:
            await turns()
        self.assertIn("ZeroDivisionError", log.output[0])

    def test_exit_in_a_callback_ends_the_run(self):
        def leave(order):
            sys.exit(3)

        async def shop():
            order = new_order()
            order.add_done_callback(leave)
            order.set_result("rye")
            await turns()

        with self.assertRaises(SystemExit):
            asyncio.run(shop())

    async def test_async_function_as_a_callback_runs_nothing(self):
        log = []
        made = []

        async def call(order):
            log.append("calls")

        def keep(order):
            made.append(call(order))

        order = new_order()
        order.add_done_callback(keep)
        order.set_result("rye")
        await turns()
        self.assertEqual(log, [])
        made[0].close()

    async def test_debug_mode_refuses_an_async_function_as_a_callback(
        self,
    ):
        async def call(order):
            pass

        def fill(debug):
            asyncio.get_running_loop().set_debug(debug)
            order = new_order()
            order.add_done_callback(call)
            order.set_result("rye")

        with self.assertRaises(TypeError):
            fill(debug=True)
        with self.assertWarns(RuntimeWarning):  # never awaited
            fill(debug=False)
            await turns()

    async def test_removed_callback_is_not_called(self):
        log = []
        order = new_order()
        order.add_done_callback(log.append)
        self.assertEqual(order.remove_done_callback(log.append), 1)
        order.set_result("rye")
        await turns()
        self.assertEqual(log, [])


if __name__ == "__main__":
    unittest.main()
