import asyncio
import contextlib
import importlib.util
import io
import subprocess
import sys
import unittest

from inspector import ask

SINCE_3_14 = sys.version_info >= (3, 14)

WAITERS = """
import asyncio

async def work(): await asyncio.sleep(60)
async def by_await(task): await task
async def by_shield(task): await asyncio.shield(task)
async def by_wait(task): await asyncio.wait([task])
async def by_gather(task): await asyncio.gather(task)
async def by_wait_for(task): await asyncio.wait_for(task, 60)
async def by_event(task):
    event = asyncio.Event()
    task.add_done_callback(lambda _: event.set())
    await event.wait()

async def main():
    task = asyncio.create_task(work(), name="work")
    ways = [by_await, by_shield, by_wait, by_gather, by_wait_for, by_event]
    waits = [asyncio.create_task(f(task), name=f.__name__) for f in ways]
    asyncio.get_running_loop().call_soon(print, "parked")
    await asyncio.wait(waits)

asyncio.run(main())
"""

DEADLOCK = """
import asyncio

async def wait_for(tasks, name):
    await asyncio.wait_for(tasks[name], 60)

async def main():
    tasks = {}
    for name, other in [("a", "b"), ("b", "a")]:
        wait = wait_for(tasks, other)
        tasks[name] = asyncio.create_task(wait, name=name)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("parked")
    await asyncio.sleep(60)

asyncio.run(main())
"""

BLOCKED = """
import asyncio, time

def compute():
    print("busy")
    time.sleep(60)

async def handle(): compute()
async def main(): await asyncio.create_task(handle(), name="handler")

asyncio.run(main())
"""


GENERATOR = """
import asyncio

async def rows():
    await asyncio.sleep(60)
    yield "row"

async def reads():
    asyncio.get_running_loop().call_soon(print, "parked")
    async for _ in rows(): pass

asyncio.run(reads())
"""


class Introspection(unittest.TestCase):
    def start(self, program):
        """Run `program` until it prints its first line."""
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", program],
            stdout=subprocess.PIPE,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        process.stdout.readline()
        return process

    def is_new_in_3_14(self):
        """Whether this Python has the tools, and that 3.13 has not."""
        has_tools = importlib.util.find_spec("asyncio.tools")
        self.assertEqual(has_tools is not None, SINCE_3_14)
        has_graph = hasattr(asyncio, "capture_call_graph")
        self.assertEqual(has_graph, SINCE_3_14)
        return SINCE_3_14

    def test_running_process_tells_its_tasks_since_3_14(self):
        self.assertTrue(self.is_new_in_3_14())
        process = self.start(WAITERS)
        self.assertRegex(ask("ps", process.pid), "by_wait_for ")
        tree = ask("pstree", process.pid)
        self.assertRegex(tree, r"(?s)by_await\n[^(]*\(T\) work")

    def test_ps_shows_who_waits_for_a_task_and_not_for_an_event(self):
        if not self.is_new_in_3_14():
            return
        process = self.start(WAITERS)
        table = ask("ps", process.pid).splitlines()
        rows = "".join(row for row in table if " work " in row)
        for way in "await", "shield", "wait", "gather", "wait_for":
            self.assertIn(f" by_{way} ", rows)
        self.assertNotIn("by_event", rows)
        self.assertTrue(any(" by_event " in row for row in table))

    def test_ps_has_a_row_for_a_task_that_no_task_waits_for(self):
        if not self.is_new_in_3_14():
            return
        process = self.start(WAITERS)
        table = ask("ps", process.pid)
        self.assertRegex(table, r"(?m) Task-1 .* main +0x0\s*$")

    def test_pstree_names_the_tasks_of_a_cycle(self):
        if not self.is_new_in_3_14():
            return
        process = self.start(DEADLOCK)
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            ask("pstree", process.pid)
        self.assertIn("cycles", errors.getvalue())
        self.assertRegex(errors.getvalue(), "cycle: .*(a.*b|b.*a)")

    def test_process_whose_loop_is_blocked_answers_too(self):
        if not self.is_new_in_3_14():
            return
        process = self.start(BLOCKED)
        table = ask("ps", process.pid)
        self.assertRegex(table, "handler +handle +main ")

    def test_plain_function_that_a_task_runs_is_not_shown(self):
        if not self.is_new_in_3_14():
            return
        process = self.start(BLOCKED)
        self.assertNotIn("compute", ask("pstree", process.pid))

    def test_ps_has_the_option_retries_since_3_15(self):
        self.assertTrue(self.is_new_in_3_14())
        usage = subprocess.run(
            [sys.executable, "-m", "asyncio", "ps", "--help"],
            check=True,
            capture_output=True,
            text=True,
        )
        self.assertIn("--retries", usage.stdout)

    def test_call_graph_tells_where_a_task_is_and_who_awaits_it(self):
        if not self.is_new_in_3_14():
            return

        async def inner():
            await asyncio.sleep(60)

        async def outer():
            await inner()

        async def waits(task):
            await task

        async def main():
            task = asyncio.create_task(outer())
            waiter = asyncio.create_task(waits(task))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            graph = asyncio.capture_call_graph(task)
            self.assertEqual(calls(graph), ["sleep", "inner", "outer"])
            waiters = [it.future for it in graph.awaited_by]
            self.assertEqual(waiters, [waiter])
            waiter.cancel()

        asyncio.run(main())

    def test_call_graph_stops_at_an_async_generator(self):
        if not self.is_new_in_3_14():
            return

        async def rows():
            await asyncio.sleep(60)
            yield "row"

        async def reads():
            async for _ in rows():
                pass

        async def main():
            task = asyncio.create_task(reads())
            await asyncio.sleep(0)
            graph = asyncio.capture_call_graph(task)
            self.assertEqual(calls(graph), ["reads"])
            printed = asyncio.format_call_graph(task)
            self.assertIn("reads()", printed)
            self.assertNotIn("rows()", printed)
            task.cancel()

        asyncio.run(main())
        process = self.start(GENERATOR)
        tree = ask("pstree", process.pid)
        self.assertRegex(tree, "(?s) reads .* rows .* sleep")

    def test_print_call_graph_prints_files_and_lines(self):
        if not self.is_new_in_3_14():
            return

        async def child():
            printed = io.StringIO()
            asyncio.print_call_graph(file=printed)
            return printed.getvalue()

        async def main():
            printed = await asyncio.create_task(child())
            self.assertRegex(
                printed, r"File '.*test_introspection.py', line \d+"
            )
            self.assertIn("Awaited by", printed)

        asyncio.run(main())

    def test_eager_task_has_no_waiter_in_its_first_step(self):
        if not self.is_new_in_3_14():
            return

        async def child(seen):
            for _ in range(2):
                graph = asyncio.capture_call_graph()
                seen.append(len(graph.awaited_by))
                await asyncio.sleep(0)

        async def main():
            eager, lazy = [], []
            await asyncio.create_task(child(eager), eager_start=True)
            await asyncio.create_task(child(lazy))
            self.assertEqual([eager, lazy], [[0, 1], [1, 1]])

        asyncio.run(main())

    def test_child_counts_as_awaited_as_soon_as_its_group_has_it(self):
        if not self.is_new_in_3_14():
            return

        async def main():
            async with asyncio.TaskGroup() as group:
                child = group.create_task(asyncio.sleep(0))
                graph = asyncio.capture_call_graph(child)
                waiters = [it.future for it in graph.awaited_by]
                self.assertEqual(waiters, [asyncio.current_task()])

        asyncio.run(main())

    def test_task_without_a_name_is_numbered(self):
        async def main():
            task = asyncio.create_task(asyncio.sleep(0))
            self.assertRegex(task.get_name(), r"^Task-\d+$")
            await task

        asyncio.run(main())

    def test_main_is_one_of_all_tasks(self):
        async def main():
            self.assertIn(asyncio.current_task(), asyncio.all_tasks())

        asyncio.run(main())


def calls(graph):
    """The names of the functions in a call graph, the innermost first."""
    return [call.frame.f_code.co_name for call in graph.call_stack]
