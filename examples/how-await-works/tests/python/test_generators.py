import unittest


def approach(log, ferry):
    log.append(f"{ferry} casts off")
    miles = 2
    while miles > 0:
        yield miles
        miles -= 1
    log.append(f"{ferry} docks")


def helm(course):
    while course != 0:
        course += yield course
    return "relieved"


class Generators(unittest.TestCase):
    def test_calling_a_generator_function_runs_nothing(self):
        log = []
        approach(log, "Gull")
        self.assertEqual(log, [])

    def test_next_runs_to_the_yield(self):
        log = []
        gull = approach(log, "Gull")
        self.assertEqual(next(gull), 2)
        self.assertEqual(log, ["Gull casts off"])
        self.assertEqual(next(gull), 1)
        self.assertEqual(log, ["Gull casts off"])

    def test_locals_outlive_the_pause(self):
        gull = approach([], "Gull")
        next(gull)
        next(gull)
        frame = gull.gi_frame
        self.assertEqual(frame.f_locals["miles"], 1)
        self.assertEqual(frame.f_locals["ferry"], "Gull")

    def test_value_without_a_name_outlives_the_pause(self):
        def helm():
            yield len("Gull") + (yield)

        ferry = helm()
        next(ferry)
        self.assertEqual(ferry.gi_frame.f_locals, {})
        self.assertEqual(ferry.send(3), 7)

    def test_each_call_has_a_place_of_its_own(self):
        gull, heron = approach([], "Gull"), approach([], "Heron")
        self.assertEqual([next(gull), next(gull)], [2, 1])
        self.assertEqual(next(heron), 2)

    def test_generator_goes_on_for_whoever_asks(self):
        gull = approach([], "Gull")

        def outer_buoy():
            return next(gull)

        def inner_buoy():
            return next(gull)

        self.assertEqual([outer_buoy(), inner_buoy()], [2, 1])

    def test_ended_generator_stays_ended(self):
        gull = approach([], "Gull")
        self.assertEqual(list(gull), [2, 1])
        for _ in range(2):
            with self.assertRaises(StopIteration):
                next(gull)

    def test_running_generator_refuses_next(self):
        def approach():
            yield next(itself)

        itself = approach()
        with self.assertRaisesRegex(ValueError, "already executing"):
            next(itself)

    def test_plain_function_does_not_pass_a_pause_on(self):
        log = []

        def mate():
            return approach(log, "Gull")

        def captain():
            mate()
            yield "arrived"

        self.assertEqual(next(captain()), "arrived")
        self.assertEqual(log, [])

    def test_next_sends_none(self):
        told = []

        def listener():
            told.append((yield))
            told.append((yield))
            yield

        ear = listener()
        next(ear)
        next(ear)
        ear.send(None)
        self.assertEqual(told, [None, None])

    def test_sent_value_is_the_value_of_the_yield(self):
        told = []

        def listener():
            told.append((yield))
            yield

        ear = listener()
        next(ear)
        ear.send(-30)
        self.assertEqual(told, [-30])

    def test_send_returns_what_is_yielded_next(self):
        helmsman = helm(90)
        self.assertEqual(helmsman.send(None), 90)
        self.assertEqual(helmsman.send(-30), 60)

    def test_first_send_has_no_yield_to_arrive_at(self):
        helmsman = helm(90)
        with self.assertRaises(TypeError):
            helmsman.send(-30)
        self.assertEqual(helmsman.send(None), 90)

    def test_none_that_is_sent_is_the_value_of_the_yield(self):
        helmsman = helm(90)
        helmsman.send(None)
        with self.assertRaises(TypeError):
            helmsman.send(None)

    def test_coroutine_answers_the_same_send(self):
        async def report():
            return 7

        with self.assertRaises(StopIteration) as end:
            report().send(None)
        self.assertEqual(end.exception.value, 7)
