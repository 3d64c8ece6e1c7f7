import asyncio
import types
import unittest
from collections import deque


class UnknownRequest(Exception):
    pass


def harbour_run(*coroutines):
    ready = deque(coroutines)
    while ready:
        coroutine = ready.popleft()
        try:
            request = coroutine.send(None)
        except StopIteration:
            continue
        if request != "next turn":
            raise UnknownRequest(request)
        ready.append(coroutine)


@types.coroutine
def harbour_turn():
    yield "next turn"


async def crossing(log, ferry, wait_a_turn):
    log.append(f"{ferry} casts off")
    await wait_a_turn()
    log.append(f"{ferry} docks")


class OneSyntaxManyLoops(unittest.TestCase):
    def test_one_coroutine_runs_on_two_loops(self):
        ours, theirs = [], []

        async def both():
            await asyncio.gather(
                crossing(theirs, "Gull", lambda: asyncio.sleep(0)),
                crossing(theirs, "Heron", lambda: asyncio.sleep(0)),
            )

        harbour_run(
            crossing(ours, "Gull", harbour_turn),
            crossing(ours, "Heron", harbour_turn),
        )
        asyncio.run(both())
        self.assertEqual(ours, theirs)
        self.assertEqual(
            ours,
            [
                "Gull casts off",
                "Heron casts off",
                "Gull docks",
                "Heron docks",
            ],
        )

    def test_asyncio_refuses_a_request_it_does_not_know(self):
        with self.assertRaisesRegex(RuntimeError, "bad yield"):
            asyncio.run(crossing([], "Gull", harbour_turn))

    def test_refusal_is_raised_at_the_await(self):
        async def careful():
            try:
                await harbour_turn()
            except RuntimeError:
                return "refused here"

        self.assertEqual(asyncio.run(careful()), "refused here")

    def test_our_loop_refuses_the_none_of_asyncio(self):
        log = []
        ferry = crossing(log, "Heron", lambda: asyncio.sleep(0))
        with self.assertRaises(UnknownRequest) as error:
            harbour_run(ferry)
        self.assertEqual(error.exception.args, (None,))

    def test_unknown_request_stops_our_whole_loop(self):
        log = []
        with self.assertRaises(UnknownRequest):
            harbour_run(
                crossing(log, "Gull", harbour_turn),
                crossing(log, "Heron", lambda: asyncio.sleep(0)),
            )
        self.assertEqual(log, ["Gull casts off", "Heron casts off"])

    def test_longer_sleep_looks_for_a_running_loop(self):
        ferry = crossing([], "Heron", lambda: asyncio.sleep(1))
        with self.assertRaisesRegex(RuntimeError, "no running"):
            harbour_run(ferry)

    def test_none_costs_a_task_of_asyncio_one_turn(self):
        log = []

        @types.coroutine
        def bare():
            yield

        async def both():
            await asyncio.gather(
                crossing(log, "Gull", bare),
                crossing(log, "Heron", bare),
            )

        asyncio.run(both())
        self.assertEqual(log[1], "Heron casts off")
        self.assertEqual(log[2], "Gull docks")
