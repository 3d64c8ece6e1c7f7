import asyncio
import unittest
from collections import deque


def run(tasks):
    """The loop of the page; says how many turns it took."""
    turns = 0
    tasks = deque(tasks)
    while tasks:
        task = tasks.popleft()
        turns += 1
        try:
            next(task)
        except StopIteration:
            continue
        tasks.append(task)
    return turns


class GeneratorsAsTasks(unittest.TestCase):
    def test_calling_a_generator_function_runs_none_of_it(self):
        log = []

        def load():
            log.append("begins")
            yield

        task = load()
        self.assertEqual(log, [])
        next(task)
        self.assertEqual(log, ["begins"])

    def test_tasks_take_turns_in_the_order_of_the_deque(self):
        log = []

        def load(ferry, cars):
            for car in range(cars):
                log.append((ferry, car))
                yield

        run([load("Gull", 2), load("Heron", 2)])
        expected = [
            ("Gull", 0),
            ("Heron", 0),
            ("Gull", 1),
            ("Heron", 1),
        ]
        self.assertEqual(log, expected)

    def test_task_that_never_yields_keeps_its_turn_to_the_end(self):
        log = []

        def greedy():
            for car in range(3):
                log.append("greedy")
            return
            yield

        def polite():
            log.append("polite")
            yield

        run([greedy(), polite()])
        self.assertEqual(log, ["greedy"] * 3 + ["polite"])

    def looks_during(self, cars):
        berth = []
        looks = []

        def wait_for_berth():
            while not berth:
                looks.append("look")
                yield

        def unload():
            for _ in range(cars):
                yield
            berth.append("free")

        run([wait_for_berth(), unload()])
        return len(looks)

    def test_turns_of_a_waiting_task_grow_with_the_wait(self):
        self.assertEqual(self.looks_during(10), 11)
        self.assertEqual(self.looks_during(1000), 1001)

    def test_exception_of_one_task_ends_the_loop_of_all(self):
        log = []

        def wreck():
            yield
            raise ValueError("aground")

        def load():
            for car in range(3):
                log.append(car)
                yield

        with self.assertRaisesRegex(ValueError, "aground"):
            run([wreck(), load()])
        self.assertEqual(log, [0])

    def test_ready_queue_of_asyncio_is_a_deque(self):
        async def main():
            return type(asyncio.get_running_loop()._ready)

        self.assertIs(asyncio.run(main()), deque)

    def test_loop_that_appends_before_it_asks_resumes_the_ended(self):
        def load():
            yield

        tasks = deque([load()])
        turns = 0
        while tasks and turns < 5:
            task = tasks.popleft()
            tasks.append(task)
            turns += 1
            next(task, None)
        self.assertEqual(turns, 5)


if __name__ == "__main__":
    unittest.main()
