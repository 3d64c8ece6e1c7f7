# clock: real
"""The finished service: fib_service.py [port [patience in seconds]]."""

from concurrent.futures.process import BrokenProcessPool

from deadline_loop import DeadlineLoop
from front_door import FrontDoor, Refused
from future_loop import result_of
from pool_of_workers import start_pool
from service import Ferry, answer, is_heavy, patience, run


# ANCHOR: listing
class FibService:
    def __init__(self, loop, pool, patience):
        self.loop = loop
        self.pool = pool
        self.patience = patience

    async def serve(self, door):
        while True:
            client = await door.next()
            self.loop.spawn(self.attend(client))

    async def attend(self, client):
        with client:
            try:
                await self.answer_all(client)
            except Refused as reason:
                await client.refuse(reason, self.patience)

    async def answer_all(self, client):
        while line := await client.next_line(self.patience):
            reply = await self.reply(line)
            await client.send(reply, self.patience)

    async def reply(self, line):
        if not is_heavy(line):
            return answer(line)
        try:
            return await result_of(self.pool.submit(answer, line))
        except BrokenProcessPool:
            return b"error: nobody is left to compute it\n"


# ANCHOR_END: listing


def serve(listener):
    loop = DeadlineLoop()
    with start_pool(2) as pool:
        for _ in range(2):  # before clients have all the descriptors
            pool.submit(is_heavy, b"")
        service = FibService(loop, pool, patience())
        loop.spawn(service.serve(FrontDoor(listener)))
        loop.run()


def visit(service):
    gull = Ferry("Gull", service)
    heron = Ferry("Heron", service)
    gull.send(24)
    heron.ask(10)
    gull.hear()
    heron.leave()
    gull.leave()


if __name__ == "__main__":
    run(serve, visit)
