import dis
import itertools
import sys
import unittest


def by_yield_from(leaf):
    return (yield from leaf)


async def by_await(leaf):
    return await leaf


class Leaf:
    def __await__(self):
        return (yield)


def opcodes(function):
    return [step.opname for step in dis.get_instructions(function)]


def waiting_part(function):
    names = opcodes(function)
    begin = next(i for i, name in enumerate(names) if "GET_" in name)
    return names[begin : names.index("JUMP_BACKWARD_NO_INTERRUPT") + 1]


WAITING = [
    "SEND",
    "YIELD_VALUE",
    "RESUME",
    "JUMP_BACKWARD_NO_INTERRUPT",
]


class Bytecode(unittest.TestCase):
    def test_await_waits_in_six_steps_until_3_14(self):
        steps = ["GET_AWAITABLE", "LOAD_CONST", *WAITING]
        self.assertEqual(waiting_part(by_await), steps)

    def test_await_waits_in_seven_steps_since_3_15(self):
        none = ["PUSH_NULL", "LOAD_COMMON_CONSTANT"]
        steps = ["GET_AWAITABLE", *none, *WAITING]
        self.assertEqual(waiting_part(by_await), steps)

    def test_await_and_yield_from_differ_before_none_is_loaded(self):
        old, new = waiting_part(by_yield_from), waiting_part(by_await)
        if sys.version_info >= (3, 15):
            self.assertEqual(old[0], "GET_ITER")
            self.assertEqual(new[:2], ["GET_AWAITABLE", "PUSH_NULL"])
            self.assertEqual(old[1:], new[2:])
        else:
            self.assertEqual(old[0], "GET_YIELD_FROM_ITER")
            self.assertEqual(new[0], "GET_AWAITABLE")
            self.assertEqual(old[1:], new[1:])

    def test_push_null_adds_what_get_iter_adds_by_itself_since_3_15(
        self,
    ):
        def effect(*names):
            return sum(
                dis.stack_effect(step.opcode, step.arg)
                for function in (by_yield_from, by_await)
                for step in dis.get_instructions(function)
                if step.opname in names
            )

        self.assertEqual(effect("GET_ITER"), 1)
        self.assertEqual(effect("GET_AWAITABLE", "PUSH_NULL"), 1)

    def test_number_of_resume_tells_the_two_words_apart(self):
        def last_resume(function):
            return [
                step.arg
                for step in dis.get_instructions(function)
                if step.opname == "RESUME"
            ][-1]

        self.assertEqual(last_resume(by_yield_from), 2)
        self.assertEqual(last_resume(by_await), 3)

    def test_jump_leads_back_to_send(self):
        steps = list(dis.get_instructions(by_await))
        send = next(step for step in steps if step.opname == "SEND")
        jump = next(
            step
            for step in steps
            if step.opname == "JUMP_BACKWARD_NO_INTERRUPT"
        )
        self.assertEqual(jump.argval, send.offset)

    def test_send_jumps_out_behind_the_loop(self):
        steps = list(dis.get_instructions(by_await))
        names = [step.opname for step in steps]
        send = steps[names.index("SEND")]
        jump = steps[names.index("JUMP_BACKWARD_NO_INTERRUPT")]
        self.assertGreater(send.argval, jump.offset)

    def test_call_returns_at_return_generator(self):
        self.assertEqual(opcodes(by_await)[0], "RETURN_GENERATOR")

    def test_yield_from_opcode_is_gone(self):
        self.assertNotIn("YIELD_FROM", dis.opmap)
        self.assertIn("SEND", dis.opmap)

    def test_await_has_end_send_and_cleanup_throw_since_3_12(self):
        self.assertIn("END_SEND", opcodes(by_await))
        self.assertIn("CLEANUP_THROW", opcodes(by_await))

    def test_paused_frame_keeps_a_local_that_is_not_used_again(self):
        async def crossing():
            chart = "chart of the bay"
            chart.upper()
            await Leaf()

        coroutine = crossing()
        coroutine.send(None)
        frame = coroutine.cr_frame
        self.assertEqual(frame.f_locals["chart"], "chart of the bay")
        coroutine.close()

    def test_deleted_local_is_not_in_the_paused_frame(self):
        async def crossing():
            chart = "chart of the bay"
            chart.upper()
            del chart
            await Leaf()

        coroutine = crossing()
        coroutine.send(None)
        self.assertNotIn("chart", coroutine.cr_frame.f_locals)
        coroutine.close()

    def test_ended_coroutine_has_no_frame(self):
        async def crossing():
            await Leaf()

        coroutine = crossing()
        coroutine.send(None)
        self.assertIsNotNone(coroutine.cr_frame)
        with self.assertRaises(StopIteration):
            coroutine.send(None)
        self.assertIsNone(coroutine.cr_frame)

    def test_paused_coroutine_notes_the_instruction(self):
        async def crossing():
            await Leaf()
            await Leaf()

        coroutine = crossing()
        places = []
        for _ in range(2):
            coroutine.send(None)
            places.append(coroutine.cr_frame.f_lasti)
        steps = list(dis.get_instructions(crossing))
        waits = [
            {step.offset, after.offset}
            for step, after in itertools.pairwise(steps)
            if step.opname == "YIELD_VALUE"
        ]
        for place, wait in zip(places, waits, strict=True):
            self.assertIn(place, wait)
        coroutine.close()
