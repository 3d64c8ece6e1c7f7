import asyncio
import unittest


class CancelSafety(unittest.IsolatedAsyncioTestCase):
    async def test_readexactly_that_is_cancelled_leaves_its_bytes(self):
        wire = asyncio.StreamReader()
        wire.feed_data(b"hel")
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.01):
                await wire.readexactly(5)
        wire.feed_data(b"lo, world")
        self.assertEqual(await wire.readexactly(5), b"hello")

    async def test_read_for_some_bytes_that_is_cancelled_leaves_them(
        self,
    ):
        wire = asyncio.StreamReader()
        read = asyncio.create_task(wire.read(64))
        await asyncio.sleep(0)
        wire.feed_data(b"hello")
        read.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await read
        self.assertEqual(await wire.read(64), b"hello")

    async def test_readline_and_readuntil_that_are_cancelled_leave_their_bytes(
        self,
    ):
        for read in ("readline", "readuntil"):
            with self.subTest(read):
                wire = asyncio.StreamReader()
                wire.feed_data(b"hel")
                with self.assertRaises(TimeoutError):
                    async with asyncio.timeout(0.01):
                        await getattr(wire, read)()
                wire.feed_data(b"lo\n")
                self.assertEqual(await wire.readline(), b"hello\n")

    async def test_read_to_the_end_that_is_cancelled_loses_its_bytes(
        self,
    ):
        wire = asyncio.StreamReader()
        wire.feed_data(b"hel")
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.01):
                await wire.read()
        wire.feed_data(b"lo")
        wire.feed_eof()
        self.assertEqual(await wire.read(), b"lo")

    async def test_two_reads_under_one_timeout_lose_the_first(self):
        wire = asyncio.StreamReader()
        wire.feed_data(b"5hel")
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.01):
                size = int(await wire.readexactly(1))
                await wire.readexactly(size)
        wire.feed_data(b"lo")
        self.assertEqual(await wire.readexactly(5), b"hello")

    async def test_task_that_is_waited_for_twice_loses_nothing(self):
        wire = asyncio.StreamReader()
        wire.feed_data(b"hel")
        read = asyncio.create_task(wire.readexactly(5))
        done, _ = await asyncio.wait({read}, timeout=0.01)
        self.assertEqual(done, set())
        wire.feed_data(b"lo")
        await asyncio.wait({read})
        self.assertEqual(read.result(), b"hello")

    async def test_drain_that_is_cancelled_has_lost_nothing(self):
        received = asyncio.get_running_loop().create_future()
        go_on = asyncio.Event()
        block = b"x" * 4_000_000

        async def receive(reader, writer):
            await go_on.wait()
            received.set_result(await reader.read())
            writer.close()

        server = await asyncio.start_server(receive, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        writer.write(block)
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.01):
                await writer.drain()
        go_on.set()
        writer.close()
        self.assertEqual(len(await received), len(block))
        server.close()

    async def test_get_that_is_cancelled_as_the_item_comes_leaves_it(
        self,
    ):
        queue = asyncio.Queue()
        consumer = asyncio.create_task(queue.get())
        await asyncio.sleep(0)
        queue.put_nowait("order")
        consumer.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await consumer
        self.assertEqual(queue.get_nowait(), "order")

    async def test_put_that_is_cancelled_as_room_comes_is_not_delivered(
        self,
    ):
        queue = asyncio.Queue(1)
        queue.put_nowait("first")
        producer = asyncio.create_task(queue.put("second"))
        await asyncio.sleep(0)
        self.assertEqual(queue.get_nowait(), "first")
        producer.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await producer
        self.assertTrue(queue.empty())

    async def test_wait_for_a_lock_that_is_cancelled_loses_its_place(
        self,
    ):
        lock = asyncio.Lock()
        order = []

        async def take(name):
            async with lock:
                order.append(name)

        await lock.acquire()
        early = asyncio.create_task(take("early"))
        await asyncio.sleep(0)
        late = asyncio.create_task(take("late"))
        await asyncio.sleep(0)
        early.cancel()
        await asyncio.wait({early})
        again = asyncio.create_task(take("again"))
        await asyncio.sleep(0)
        lock.release()
        await asyncio.wait({late, again})
        self.assertEqual(order, ["late", "again"])
