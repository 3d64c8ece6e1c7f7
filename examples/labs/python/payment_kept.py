# clock: real
# ANCHOR: listing
import asyncio

from aiohttp import web
from console import run

bank = asyncio.Event()
payments = set()


async def charge():
    print("handler: charges the card")
    await bank.wait()
    print("handler: writes the receipt")


async def pay(request):
    payment = asyncio.create_task(charge())
    payments.add(payment)
    payment.add_done_callback(payments.discard)
    await asyncio.shield(payment)
    return web.Response(text="thanks")


async def main():
    app = web.Application()
    app.router.add_post("/pay", pay)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _, client = await asyncio.open_connection(*runner.addresses[0])
    client.write(b"POST /pay HTTP/1.1\r\nhost: shop\r\n\r\n")
    await asyncio.sleep(0.2)
    print("client: goes away")
    client.close()
    await asyncio.sleep(0.2)
    print("bank: has the money")
    bank.set()
    await asyncio.sleep(0.2)
    await runner.cleanup()


# ANCHOR_END: listing


run(main())
