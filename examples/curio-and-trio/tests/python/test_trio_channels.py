import asyncio
import gc
import math
import unittest
import warnings

import anyio
import anyio.itertools
import anyio.lowlevel
import trio
from trio.testing import MockClock, wait_all_tasks_blocked


def run(main, *args):
    clock = MockClock(autojump_threshold=0)
    return trio.run(main, *args, clock=clock)


class TrioChannels(unittest.TestCase):
    def test_sentinel_is_taken_by_one_of_two_consumers(self):
        async def main():
            pages = asyncio.Queue()
            printers = [
                asyncio.create_task(pages.get()) for _ in range(2)
            ]
            pages.put_nowait(None)
            _, waiting = await asyncio.wait(printers, timeout=0.05)
            self.assertEqual(len(waiting), 1)

        asyncio.run(main())

    def test_channel_ends_when_its_last_sender_is_closed(self):
        async def main():
            sender, pages = trio.open_memory_channel(1)
            other = sender.clone()
            sender.close()
            with trio.move_on_after(1) as limit:
                await pages.receive()
            self.assertTrue(limit.cancelled_caught)
            other.close()
            with self.assertRaises(trio.EndOfChannel):
                await pages.receive()

        run(main)

    def test_values_in_a_channel_are_received_before_its_end(self):
        async def main():
            sender, pages = trio.open_memory_channel(2)
            async with sender:
                await sender.send(1)
                await sender.send(2)
            return [page async for page in pages]

        self.assertEqual(run(main), [1, 2])

    def test_each_value_goes_to_one_of_two_receivers(self):
        async def main():
            sender, left = trio.open_memory_channel(2)
            right = left.clone()
            await sender.send(1)
            await sender.send(2)
            self.assertEqual(await left.receive(), 1)
            self.assertEqual(await right.receive(), 2)
            with self.assertRaises(trio.WouldBlock):
                left.receive_nowait()

        run(main)

    def test_sending_without_receivers_raises_broken_resource_error(
        self,
    ):
        async def main():
            sender, pages = trio.open_memory_channel(1)
            pages.close()
            with self.assertRaises(trio.BrokenResourceError):
                await sender.send(1)

        run(main)

    def test_closed_sender_refuses_to_send(self):
        async def main():
            sender, _pages = trio.open_memory_channel(1)
            sender.close()
            with self.assertRaises(trio.ClosedResourceError):
                await sender.send(1)

        run(main)

    def test_sender_that_nobody_closed_keeps_its_receivers_waiting(
        self,
    ):
        async def main():
            sender, pages = trio.open_memory_channel(1)
            del sender
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)
                gc.collect()
            with trio.move_on_after(3600) as limit:
                await pages.receive()
            self.assertTrue(limit.cancelled_caught)

        run(main)

    def test_send_into_a_full_channel_waits_for_room(self):
        async def main():
            sender, pages = trio.open_memory_channel(1)
            await sender.send(1)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(sender.send, 2)
                await trio.sleep(2)
                self.assertEqual(
                    pages.statistics().tasks_waiting_send, 1
                )
                self.assertEqual(await pages.receive(), 1)
            self.assertEqual(trio.current_time(), 2)

        run(main)

    def test_channel_without_room_makes_the_sender_wait_for_a_receiver(
        self,
    ):
        async def main():
            sender, pages = trio.open_memory_channel(0)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(sender.send, "letter")
                await trio.sleep(2)
                self.assertEqual(
                    pages.statistics().tasks_waiting_send, 1
                )
                self.assertEqual(await pages.receive(), "letter")
            self.assertEqual(trio.current_time(), 2)

        run(main)

    def test_channel_without_room_takes_no_value_without_a_receiver(
        self,
    ):
        async def main():
            sender, pages = trio.open_memory_channel(0)
            with self.assertRaises(trio.WouldBlock):
                sender.send_nowait("letter")
            async with trio.open_nursery() as nursery:
                nursery.start_soon(pages.receive)
                await wait_all_tasks_blocked()
                sender.send_nowait("letter")

        run(main)

    def test_capacity_of_a_channel_has_to_be_named(self):
        async def main():
            with self.assertRaises(TypeError):
                trio.open_memory_channel()
            sender, _pages = trio.open_memory_channel(math.inf)
            for page in range(1000):
                sender.send_nowait(page)

        run(main)

    def test_value_that_is_sent_before_the_cancel_is_received(self):
        log = []

        async def print_page(scope, pages):
            with scope:
                log.append(await pages.receive())
                await trio.lowlevel.checkpoint()
                log.append("printed")

        async def main():
            sender, pages = trio.open_memory_channel(1)
            scope = trio.CancelScope()
            async with trio.open_nursery() as nursery:
                nursery.start_soon(print_page, scope, pages)
                await wait_all_tasks_blocked()
                sender.send_nowait("letter")
                scope.cancel()

        run(main)
        self.assertEqual(log, ["letter"])

    def test_value_sent_before_the_cancel_is_received_in_anyio(self):
        async def print_page(scope, pages, log):
            with scope:
                log.append(await pages.receive())
                await anyio.lowlevel.checkpoint()
                log.append("printed")

        async def main(log):
            sender, pages = anyio.create_memory_object_stream(1)
            scope = anyio.CancelScope()
            async with (
                anyio.create_task_group() as group,
                sender,
                pages,
            ):
                group.start_soon(print_page, scope, pages, log)
                await anyio.wait_all_tasks_blocked()
                sender.send_nowait("letter")
                scope.cancel()

        for backend in "asyncio", "trio":
            log = []
            anyio.run(main, log, backend=backend)
            self.assertEqual(log, ["letter"])

    def test_value_put_before_the_cancel_stays_in_the_queue(self):
        async def main():
            pages = asyncio.Queue(1)
            printer = asyncio.create_task(pages.get())
            await asyncio.sleep(0)
            pages.put_nowait("letter")
            printer.cancel()
            await asyncio.wait([printer])
            self.assertTrue(printer.cancelled())
            self.assertEqual(pages.qsize(), 1)

        asyncio.run(main())

    def test_tee_ends_for_all_when_the_reader_that_pulls_gives_up(self):
        for backend in "asyncio", "trio":
            self.assertEqual(
                anyio.run(tee_read, "left", backend=backend),
                ["the scanner stops", ("right", "end")],
            )

    def test_tee_of_a_channel_goes_on_when_the_reader_that_pulls_gives_up(
        self,
    ):
        async def main():
            send, pages = anyio.create_memory_object_stream(2)
            left, right = anyio.itertools.tee(pages)
            with send, pages:
                with anyio.CancelScope() as scope:
                    async with anyio.create_task_group() as group:
                        group.start_soon(anext, left)
                        await anyio.wait_all_tasks_blocked()
                        scope.cancel()
                send.send_nowait("page 1")
                return await anext(right)

        for backend in "asyncio", "trio":
            page = anyio.run(main, backend=backend)
            self.assertEqual(page, "page 1")

    def test_tee_goes_on_when_the_reader_that_only_waits_gives_up(self):
        for backend in "asyncio", "trio":
            self.assertEqual(
                anyio.run(tee_read, "right", backend=backend),
                [
                    ("left", 1),
                    ("left", 2),
                    "the scanner stops",
                    ("left", "end"),
                ],
            )


async def tee_read(gives_up):
    """What two readers of a tee see if one is cancelled before page 1."""
    log, is_pulled, go = [], anyio.Event(), anyio.Event()

    async def scan():
        is_pulled.set()
        try:
            await go.wait()
            for page in 1, 2:
                yield page
        finally:
            log.append("the scanner stops")

    async def read(reader, pages, scope):
        with scope:
            async for page in pages:
                log.append((reader, page))
            log.append((reader, "end"))

    left, right = anyio.itertools.tee(scan())
    scopes = {"left": anyio.CancelScope(), "right": anyio.CancelScope()}
    async with anyio.create_task_group() as group:
        group.start_soon(read, "left", left, scopes["left"])
        await is_pulled.wait()
        group.start_soon(read, "right", right, scopes["right"])
        for _ in range(9):
            await anyio.lowlevel.checkpoint()
        scopes[gives_up].cancel()
        for _ in range(9):
            await anyio.lowlevel.checkpoint()
        go.set()
    return log
