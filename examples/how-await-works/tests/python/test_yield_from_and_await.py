import asyncio
import sys
import unittest


class Fog(Exception):
    pass


def lead():
    return (yield "how deep?")


def pilot():
    return (yield from lead())


def ferry():
    return (yield from pilot())


class Delegating(unittest.TestCase):
    def test_for_loop_does_not_hand_down_what_is_sent(self):
        told, heard = [], []

        def listening_lead():
            told.append((yield "how deep?"))

        def relay():
            for question in listening_lead():
                heard.append((yield question))

        crossing = relay()
        crossing.send(None)
        with self.assertRaises(StopIteration):
            crossing.send(8)
        self.assertEqual(told, [None])
        self.assertEqual(heard, [8])

    def test_for_loop_throws_the_returned_value_away(self):
        def deaf_lead():
            yield "how deep?"
            return 8

        def deaf_relay():
            for question in deaf_lead():
                self.assertIsNone((yield question))

        crossing = deaf_relay()
        crossing.send(None)
        with self.assertRaises(StopIteration) as end:
            crossing.send(None)
        self.assertIsNone(end.exception.value)

    def test_for_loop_does_not_hand_down_what_is_thrown(self):
        seen = []

        def watchful_lead():
            try:
                yield "how deep?"
            except Fog:
                seen.append("fog")

        def relay():
            for question in watchful_lead():
                self.assertIsNone((yield question))

        crossing = relay()
        crossing.send(None)
        with self.assertRaises(Fog):
            crossing.throw(Fog())
        self.assertEqual(seen, [])

    def test_yield_from_hands_down_what_is_sent(self):
        crossing = ferry()
        self.assertEqual(crossing.send(None), "how deep?")
        with self.assertRaises(StopIteration) as end:
            crossing.send(8)
        self.assertEqual(end.exception.value, 8)

    def test_yield_from_gives_the_returned_value(self):
        def berth():
            return 4
            yield

        def moor():
            number = yield from berth()
            return number + 1

        with self.assertRaises(StopIteration) as end:
            next(moor())
        self.assertEqual(end.exception.value, 5)

    def test_yield_from_takes_any_iterable(self):
        def berths():
            yield from [1, 2]
            yield from "ab"

        self.assertEqual(list(berths()), [1, 2, "a", "b"])

    def test_iterator_of_a_list_has_no_send(self):
        def berths():
            yield from [1, 2]

        numbers = berths()
        next(numbers)
        with self.assertRaises(AttributeError):
            numbers.send(8)

    def test_paused_middle_names_whom_it_waits_for(self):
        bottom = lead()

        def middle():
            yield from bottom

        waiting = middle()
        self.assertIsNone(waiting.gi_yieldfrom)
        next(waiting)
        self.assertIs(waiting.gi_yieldfrom, bottom)

    def test_thrown_exception_arrives_at_the_innermost_first(self):
        log = []

        def bottom():
            try:
                yield
            except Fog:
                log.append("bottom")
                raise

        def middle():
            try:
                yield from bottom()
            except Fog:
                log.append("middle")
                return "turned back"

        crossing = middle()
        next(crossing)
        with self.assertRaises(StopIteration) as end:
            crossing.throw(Fog())
        self.assertEqual(log, ["bottom", "middle"])
        self.assertEqual(end.exception.value, "turned back")

    def test_innermost_can_swallow_what_is_thrown(self):
        def bottom():
            try:
                yield "how deep?"
            except Fog:
                yield "once more?"

        def middle():
            yield from bottom()

        crossing = middle()
        next(crossing)
        self.assertEqual(crossing.throw(Fog()), "once more?")

    def test_close_ends_the_innermost_first(self):
        log = []

        def bottom():
            try:
                yield
            finally:
                log.append("bottom")

        def middle():
            try:
                yield from bottom()
            finally:
                log.append("middle")

        crossing = middle()
        next(crossing)
        crossing.close()
        self.assertEqual(log, ["bottom", "middle"])

    def test_await_hands_down_sends_and_throws(self):
        class Question:
            def __await__(self):
                try:
                    return (yield "how deep?")
                except Fog:
                    return (yield "once more?")

        async def pilot():
            return await Question()

        async def ferry():
            return await pilot()

        crossing = ferry()
        self.assertEqual(crossing.send(None), "how deep?")
        self.assertEqual(crossing.throw(Fog()), "once more?")
        with self.assertRaises(StopIteration) as end:
            crossing.send(8)
        self.assertEqual(end.exception.value, 8)

    def test_resumed_innermost_runs_before_any_line_of_the_others(self):
        log = []

        def bottom():
            yield
            log.append("bottom")
            yield

        def middle():
            yield from bottom()
            log.append("middle")

        crossing = middle()
        next(crossing)
        next(crossing)
        self.assertEqual(log, ["bottom"])

    def test_cancelled_task_is_thrown_into_at_the_innermost(self):
        log = []

        async def bottom():
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                log.append("bottom")
                raise

        async def middle():
            try:
                await bottom()
            except asyncio.CancelledError:
                log.append("middle")
                raise

        async def main():
            task = asyncio.create_task(middle())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])

        asyncio.run(main())
        self.assertEqual(log, ["bottom", "middle"])

    def test_every_level_is_resumed_at_each_send(self):
        def lead():
            while True:
                yield

        def pilot():
            yield from lead()

        def ferry():
            yield from pilot()

        resumed = []

        def note(frame, event, _):
            if event == "call":
                resumed.append(frame.f_code.co_name)

        crossing = ferry()
        next(crossing)
        sys.setprofile(note)
        try:
            next(crossing)
        finally:
            sys.setprofile(None)
        self.assertEqual(resumed, ["ferry", "pilot", "lead"])
