import asyncio
import unittest

from rough import Server
from wire import wire

ASKED = b"Birk: clear\n"
ANSWER = b"noted Birk: clear\n"


class Framing(unittest.IsolatedAsyncioTestCase):
    async def test_two_writes_arrive_as_one_read(self):
        async with wire() as ((_, station), (office, _)):
            station.write(b"fog")
            station.write(b"rain")
            self.assertEqual(await office.read(64), b"fograin")

    async def test_one_write_arrives_as_many_reads(self):
        async with wire() as ((_, station), (office, _)):
            station.write(b"fog")
            self.assertEqual(await office.read(2), b"fo")
            self.assertEqual(await office.read(2), b"g")

    async def test_lines_are_whole_however_they_are_cut(self):
        async with wire() as ((_, station), (office, _)):
            for letter in b"Birk: clear\nCorvo: fog\nAlm":
                station.write(bytes([letter]))
                await asyncio.sleep(0)
            station.write_eof()
            lines = [line async for line in office]
            self.assertEqual(
                lines, [b"Birk: clear\n", b"Corvo: fog\n", b"Alm"]
            )

    async def test_line_longer_than_64_kib_is_an_error_unless_told(
        self,
    ):
        async with wire() as ((_, station), (office, _)):
            station.write(b"x" * 65536 + b"\n")
            self.assertEqual(len(await office.readline()), 65537)
            station.write(b"x" * 65537 + b"\n")
            with self.assertRaises(ValueError):
                await office.readline()

    async def test_after_too_long_a_line_the_reader_is_in_its_middle(
        self,
    ):
        reader = asyncio.StreamReader(limit=8)
        reader.feed_data(b"x" * 20)
        with self.assertRaises(ValueError):
            await reader.readline()
        reader.feed_data(b"yz\nBirk\n")
        self.assertEqual(await reader.readline(), b"yz\n")
        self.assertEqual(await reader.readline(), b"Birk\n")

    async def test_end_in_the_middle_of_an_exact_count_is_an_error(
        self,
    ):
        async with wire() as ((_, station), (office, _)):
            station.write(b"fog")
            station.write_eof()
            with self.assertRaises(
                asyncio.IncompleteReadError
            ) as caught:
                await office.readexactly(4)
            self.assertEqual(caught.exception.partial, b"fog")

    async def test_readuntil_wants_the_separator_and_readline_does_not(
        self,
    ):
        async with wire() as ((_, station), (office, _)):
            station.write(b"clear;fog")
            station.write_eof()
            self.assertEqual(await office.readuntil(b";"), b"clear;")
            with self.assertRaises(asyncio.IncompleteReadError):
                await office.readuntil(b";")

    def test_line_server_outlives_rough_clients(self):
        with Server("line_framing", "serve") as office:
            office.outlives_rough_callers(self, ASKED, ANSWER)

    async def test_write_keeps_what_the_other_side_does_not_read(self):
        async with wire() as ((_, station), _):
            station.write(bytes(2**26))
            held = station.transport.get_write_buffer_size()
            self.assertGreater(held, 2**25)
            station.transport.abort()

    async def test_drain_waits_until_the_other_side_reads(self):
        async with wire() as ((_, station), (office, _)):
            station.write(bytes(2**26))
            drains = asyncio.create_task(station.drain())
            done, _ = await asyncio.wait([drains], timeout=0.1)
            self.assertFalse(done)
            while not drains.done():
                await office.read(2**20)
            held = station.transport.get_write_buffer_size()
            self.assertLessEqual(held, 16 * 1024)

    async def test_limits_of_the_write_buffer_are_16_and_64_kib(self):
        async with wire() as ((_, station), _):
            limits = station.transport.get_write_buffer_limits()
            self.assertEqual(limits, (16 * 1024, 64 * 1024))

    async def sent_of_a_block_that_changes_after_drain(self):
        async with wire() as ((_, station), (office, _)):
            station.transport.set_write_buffer_limits(2**30)
            more_than_the_system_takes = bytes(50_000_000)
            station.write(more_than_the_system_takes)
            block = bytearray(b"fog")
            station.write(block)
            await station.drain()
            block[:] = b"sun"
            await office.readexactly(len(more_than_the_system_takes))
            return await office.readexactly(3)

    async def test_bytearray_that_changes_after_drain_is_sent_as_it_is_then_since_3_12(
        self,
    ):
        sent = await self.sent_of_a_block_that_changes_after_drain()
        self.assertEqual(sent, b"sun")

    async def test_bytearray_that_changes_after_drain_is_sent_as_it_was_until_3_11(
        self,
    ):
        sent = await self.sent_of_a_block_that_changes_after_drain()
        self.assertEqual(sent, b"fog")

    async def test_drain_of_an_open_writer_with_few_bytes_does_not_park(
        self,
    ):
        async with wire() as ((_, station), _):
            station.write(b"fog")
            drain = station.drain()
            with self.assertRaises(StopIteration):
                drain.send(None)
            station.close()
            drain = station.drain()
            self.assertIsNone(drain.send(None))
            drain.close()

    async def test_two_who_write_first_wait_for_each_other(self):
        async with wire() as ((hears, station), (office, answers)):

            async def repeat():
                while block := await office.read(65536):
                    answers.write(block)
                    await answers.drain()
                answers.close()

            repeats = asyncio.create_task(repeat())
            station.write(bytes(2**26))
            drains = asyncio.create_task(station.drain())
            done, _ = await asyncio.wait([drains], timeout=0.3)
            self.assertFalse(done)
            station.write_eof()
            self.assertEqual(len(await hears.read()), 2**26)
            await repeats
            await drains

    async def test_half_a_line_survives_a_timeout(self):
        async with wire() as ((_, station), (office, _)):
            station.write(b"Birk: cl")
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(office.readline(), 0.1)
            station.write(b"ear\n")
            self.assertEqual(await office.readline(), ASKED)

    async def test_half_a_count_survives_a_timeout(self):
        async with wire() as ((_, station), (office, _)):
            station.write(b"fo")
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(office.readexactly(4), 0.1)
            station.write(b"gs")
            self.assertEqual(await office.readexactly(4), b"fogs")

    async def test_timeout_between_count_and_body_loses_the_count(self):
        async with wire() as ((_, station), (office, _)):

            async def frame():
                count = await office.readexactly(1)
                return await office.readexactly(count[0])

            station.write(b"\x05fo")
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(frame(), 0.1)
            station.write(b"ggy")
            self.assertEqual(await office.readexactly(5), b"foggy")


if __name__ == "__main__":
    unittest.main()
