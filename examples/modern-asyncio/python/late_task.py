import asyncio


async def report():
    for turn in range(1, 10):
        print(f"report: turn {turn}")
        await asyncio.sleep(0)
    print("report: is sent")


async def background(reports):
    try:
        await asyncio.sleep(10)
    finally:
        print("background: ends")
        reports.append(asyncio.create_task(report()))


async def main(reports):
    task = asyncio.create_task(background(reports))
    await asyncio.sleep(1)
    print("main: ends")
    return task


reports = []
asyncio.run(main(reports))
print(f"done: {reports[0].done()}")
