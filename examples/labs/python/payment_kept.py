# ANCHOR: listing
import asyncio

from console import run, say

payments = set()


async def charge():
    say("handler: charges the card")
    await asyncio.sleep(2)
    say("handler: writes the receipt")


async def pay():
    payment = asyncio.create_task(charge())
    payments.add(payment)
    payment.add_done_callback(payments.discard)
    await asyncio.shield(payment)


async def serve(wire):
    await wire.readline()
    handler = asyncio.create_task(pay())
    gone = asyncio.create_task(wire.read())
    await asyncio.wait([handler, gone], return_when="FIRST_COMPLETED")
    handler.cancel()


async def main():
    wire = asyncio.StreamReader()
    serving = asyncio.create_task(serve(wire))
    wire.feed_data(b"POST /pay\n")
    await asyncio.sleep(1)
    say("client: goes away")
    wire.feed_eof()
    await asyncio.sleep(2)
    say("main: ends")
    await serving


# ANCHOR_END: listing


run(main())
