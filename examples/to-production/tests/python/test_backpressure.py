import asyncio
import collections
import socket
import unittest


class Overload(unittest.IsolatedAsyncioTestCase):
    async def test_queue_without_a_size_takes_everything(self):
        queue = asyncio.Queue()
        for number in range(100_000):
            queue.put_nowait(number)
        self.assertEqual(queue.qsize(), 100_000)

    async def test_full_queue_refuses_at_once(self):
        queue = asyncio.Queue(1)
        queue.put_nowait("first")
        with self.assertRaises(asyncio.QueueFull):
            queue.put_nowait("second")

    async def test_put_into_a_full_queue_waits_for_room(self):
        queue = asyncio.Queue(1)
        await queue.put("first")
        put = asyncio.create_task(queue.put("second"))
        await asyncio.sleep(0)
        self.assertFalse(put.done())
        self.assertEqual(await queue.get(), "first")
        await put
        self.assertEqual(await queue.get(), "second")

    async def test_item_of_a_shared_queue_reaches_one_reader_only(self):
        prices, read = asyncio.Queue(2), []

        async def reader(name):
            while True:
                read.append((name, await prices.get()))
                await asyncio.sleep(0)

        readers = [asyncio.create_task(reader(name)) for name in "ab"]
        for price in range(10):
            await prices.put(price)
        while not prices.empty():
            await asyncio.sleep(0)
        self.assertEqual([price for _, price in read], [*range(10)])
        self.assertEqual({name for name, _ in read}, {"a", "b"})
        for task in readers:
            task.cancel()

    async def test_semaphore_says_that_it_has_no_permit(self):
        room = asyncio.Semaphore(1)
        self.assertFalse(room.locked())
        async with room:
            self.assertTrue(room.locked())
        self.assertFalse(room.locked())

    async def test_semaphore_is_locked_while_others_wait(self):
        room = asyncio.Semaphore(1)
        await room.acquire()
        waits = asyncio.create_task(room.acquire())
        await asyncio.sleep(0)
        room.release()
        self.assertTrue(room.locked())
        await waits

    async def test_semaphore_with_a_free_permit_is_locked_while_a_task_waits(
        self,
    ):
        room = asyncio.Semaphore(2)
        for _ in range(2):
            await room.acquire()
        waits = asyncio.create_task(room.acquire())
        await asyncio.sleep(0)
        for _ in range(2):
            room.release()
        self.assertTrue(room.locked())
        await waits
        # The second permit was free all the time.
        self.assertFalse(room.locked())
        await asyncio.wait_for(room.acquire(), 10)
        self.assertTrue(room.locked())

    async def test_deque_with_a_size_forgets_the_oldest(self):
        prices = collections.deque(maxlen=2)
        prices.extend([10, 11, 12])
        self.assertEqual(list(prices), [11, 12])


class SlowReaders(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.go_on = asyncio.Event()

        async def never_read(reader, writer):
            await self.go_on.wait()
            writer.close()

        self.server = await asyncio.start_server(
            never_read, "127.0.0.1", 0
        )
        address = self.server.sockets[0].getsockname()
        _, self.writer = await asyncio.open_connection(*address)

    async def asyncTearDown(self):
        self.go_on.set()
        self.writer.transport.abort()
        self.server.close()
        await asyncio.sleep(0)

    async def test_write_to_a_slow_reader_keeps_the_rest_in_memory(
        self,
    ):
        block = bytes(1_000_000)
        for _ in range(30):
            self.writer.write(block)
        held = self.writer.transport.get_write_buffer_size()
        self.assertGreater(held, 10_000_000)

    async def test_drain_waits_above_64_kib(self):
        limits = self.writer.transport.get_write_buffer_limits()
        self.assertEqual(limits, (16 * 1024, 64 * 1024))
        # Nobody reads from the other end.
        ours, other = socket.socketpair()
        self.addCleanup(other.close)
        _, writer = await asyncio.open_connection(sock=ours)
        held = writer.transport.get_write_buffer_size
        while held() == 0:
            writer.write(bytes(1000))
        writer.write(bytes(64 * 1024 - held()))
        self.assertEqual(held(), 64 * 1024)
        await asyncio.wait_for(writer.drain(), 10)
        writer.write(b"x")
        drain = asyncio.create_task(writer.drain())
        done, _ = await asyncio.wait({drain}, timeout=0.05)
        self.assertEqual(done, set())
        drain.cancel()
        writer.transport.abort()

    async def test_limit_of_the_write_buffer_can_be_set(self):
        transport = self.writer.transport
        transport.set_write_buffer_limits(high=1000)
        limits = transport.get_write_buffer_limits()
        self.assertEqual(limits, (250, 1000))
