import socket
import unittest
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from os import getpid
from threading import Event, get_ident
from time import monotonic

from async_socket import AsyncSocket
from bell_loop import BellLoop
from future_loop import FutureLoop, result_of
from select_loop import SelectLoop
from service import fib


class Asleep:
    """Says when the loop has nothing left to do but to sleep."""

    def __init__(self):
        super().__init__()
        self.asleep = Event()

    def park(self, *arguments):
        self.asleep.set()
        super().park(*arguments)


class SleepyLoop(Asleep, FutureLoop):
    pass


class WakefulLoop(Asleep, BellLoop):
    pass


class WaitingForAPool(unittest.TestCase):
    def order(self, compute):
        """What happens when a heavy request is read before a light."""
        log = []

        async def answer(ferry, client):
            n = int(await client.recv(100))
            log.append(f"{ferry} begins")
            compute(n)
            log.append(f"{ferry} ends")

        loop = SelectLoop()
        for ferry, request in (("Gull", b"20"), ("Heron", b"1")):
            client, server = socket.socketpair()
            client.send(request)
            self.addCleanup(client.close)
            self.addCleanup(server.close)
            loop.spawn(answer(ferry, AsyncSocket(server)))
        loop.run()
        return log

    def test_light_request_waits_for_the_heavy_one_before_it(self):
        expected = ["Gull begins", "Gull ends"]
        expected += ["Heron begins", "Heron ends"]
        self.assertEqual(self.order(fib), expected)

    def test_asking_a_future_for_its_result_blocks_the_loop(self):
        with ThreadPoolExecutor() as pool:
            order = self.order(lambda n: pool.submit(fib, n).result())
        expected = ["Gull begins", "Gull ends"]
        expected += ["Heron begins", "Heron ends"]
        self.assertEqual(order, expected)

    def run_beside_a_client(self, loop, pool):
        """A future, and a client that speaks after it, if at all."""
        log = []
        server, shore = socket.socketpair()
        self.addCleanup(server.close)
        self.addCleanup(shore.close)

        def compute():
            loop.asleep.wait()
            return fib(20)

        def speak():  # after the future's callbacks, in their thread
            log.append("Heron asks")
            shore.send(b"!")

        async def heavy():
            log.append(await result_of(future))

        async def light():
            await AsyncSocket(server).recv(100)
            log.append("Heron is heard")

        with pool:
            future = pool.submit(compute)
            loop.spawn(heavy())
            loop.spawn(light())
            pool.submit(speak)
            loop.run()
        return log

    def test_result_waits_for_the_next_event_of_somebody_else(self):
        log = self.run_beside_a_client(
            SleepyLoop(), ThreadPoolExecutor(max_workers=1)
        )
        self.assertEqual(log, ["Heron asks", 6765, "Heron is heard"])

    def test_finished_future_does_not_wake_select(self):
        """Nobody else speaks: bounded here by a timeout of select."""
        patience = 0.2
        slept = []

        class BoundedLoop(SleepyLoop):
            def park(self):
                self.asleep.set()
                began = monotonic()
                SelectLoop.park(self, patience)
                slept.append(monotonic() - began)

        loop = BoundedLoop()
        log = []

        def compute():
            loop.asleep.wait()
            return fib(20)

        async def heavy():
            log.append(await result_of(future))

        with ThreadPoolExecutor(max_workers=1) as pool:
            future = pool.submit(compute)
            loop.spawn(heavy())
            loop.run()
        self.assertEqual(log, [6765])
        self.assertGreater(slept[0], patience * 0.99)

    def test_task_whose_future_is_done_already_goes_to_the_back(self):
        loop = FutureLoop()
        log = []

        async def heavy():
            log.append(await result_of(future))

        async def other():
            log.append("other")

        with ThreadPoolExecutor() as pool:
            future = pool.submit(fib, 10)
            future.result()
            loop.spawn(heavy())
            loop.spawn(other())
            loop.run()
        self.assertEqual(log, ["other", 55])

    def test_exception_of_the_job_reaches_the_task(self):
        loop = BellLoop()
        self.addCleanup(loop.close)
        caught = []

        async def heavy():
            try:
                await result_of(pool.submit(fib, "twenty"))
            except TypeError as error:
                caught.append(type(error))

        with ThreadPoolExecutor() as pool:
            loop.spawn(heavy())
            loop.run()
        self.assertEqual(caught, [TypeError])

    def test_future_of_a_process_pool_is_completed_in_our_process(self):
        called = []
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            future = pool.submit(fib, 10)
            future.add_done_callback(
                lambda _: called.append((getpid(), get_ident()))
            )
        ((process, thread),) = called
        self.assertEqual(future.result(), 55)
        self.assertEqual(process, getpid())
        self.assertNotEqual(thread, get_ident())


if __name__ == "__main__":
    unittest.main()
