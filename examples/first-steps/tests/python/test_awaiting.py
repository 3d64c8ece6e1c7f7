import asyncio
import threading
import unittest


async def turns(count=3):
    for _ in range(count):
        await asyncio.sleep(0)


class Awaiting(unittest.TestCase):
    def watch_two_pilots(self, bring_in):
        """Which pilots begin before either is let into a berth."""

        async def main():
            begun = []
            berths = asyncio.Event()

            async def pilot(ferry):
                begun.append(ferry)
                await berths.wait()

            story = asyncio.create_task(bring_in(pilot))
            await turns()
            before = list(begun)
            berths.set()
            await story
            self.assertEqual(begun, ["Aurora", "Borealis"])
            return before

        return asyncio.run(main())

    def test_awaits_in_a_row_wait_in_a_row(self):
        async def bring_in(pilot):
            await pilot("Aurora")
            await pilot("Borealis")

        self.assertEqual(self.watch_two_pilots(bring_in), ["Aurora"])

    def test_gathered_waits_overlap(self):
        async def bring_in(pilot):
            await asyncio.gather(pilot("Aurora"), pilot("Borealis"))

        begun = self.watch_two_pilots(bring_in)
        self.assertEqual(begun, ["Aurora", "Borealis"])

    def test_coroutines_made_first_are_still_awaited_in_a_row(self):
        async def bring_in(pilot):
            aurora = pilot("Aurora")
            borealis = pilot("Borealis")
            await aurora
            await borealis

        self.assertEqual(self.watch_two_pilots(bring_in), ["Aurora"])

    def test_thousand_waits_need_one_thread(self):
        async def main():
            waiting = 0
            over = asyncio.Event()

            async def answer():
                nonlocal waiting
                waiting += 1
                await over.wait()
                return threading.get_ident()

            answers = asyncio.gather(*(answer() for _ in range(1000)))
            await turns()
            self.assertEqual(waiting, 1000)
            over.set()
            return await answers

        threads = asyncio.run(main())
        self.assertEqual(len(threads), 1000)
        self.assertEqual(set(threads), {threading.get_ident()})

    def test_gathered_computations_run_one_after_the_other(self):
        log = []

        async def chart(name):
            for _ in range(3):
                log.append(name)

        async def main():
            await asyncio.gather(chart("A"), chart("B"))

        asyncio.run(main())
        self.assertEqual("".join(log), "AAABBB")

    def test_await_of_what_is_ready_keeps_the_turn(self):
        log = []

        async def hinge():
            return 1

        async def gate():
            return await hinge() + 1

        async def ferry():
            log.append("asks")
            log.append(await gate())

        async def gull():
            log.append("cries")

        async def main():
            await asyncio.gather(ferry(), gull())

        asyncio.run(main())
        self.assertEqual(log, ["asks", 2, "cries"])
        with self.assertRaises(StopIteration) as end:
            gate().send(None)
        self.assertEqual(end.exception.value, 2)

    def test_await_of_what_is_not_ready_gives_the_turn_away(self):
        log = []

        async def gate():
            await asyncio.sleep(0)

        async def ferry():
            log.append("asks")
            await gate()
            log.append("through")

        async def gull():
            log.append("cries")

        async def main():
            await asyncio.gather(ferry(), gull())

        asyncio.run(main())
        self.assertEqual(log, ["asks", "cries", "through"])

    def test_gather_makes_a_task_of_each(self):
        async def who():
            return asyncio.current_task()

        async def main():
            first, second = await asyncio.gather(who(), who())
            return asyncio.current_task(), first, second

        self.assertEqual(len(set(asyncio.run(main()))), 3)

    def test_plain_await_stays_in_the_callers_task(self):
        async def who():
            return asyncio.current_task()

        async def main():
            return asyncio.current_task() is await who()

        self.assertTrue(asyncio.run(main()))

    def test_prefix_await_takes_the_whole_call_chain(self):
        async def radio():
            return "aurora"

        async def parenthesised():
            return (await radio()).upper()

        async def bare():
            order = radio()
            try:
                return await order.upper()
            finally:
                order.close()

        self.assertEqual(asyncio.run(parenthesised()), "AURORA")
        with self.assertRaisesRegex(AttributeError, "coroutine"):
            asyncio.run(bare())


if __name__ == "__main__":
    unittest.main()
