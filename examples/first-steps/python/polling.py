import asyncio

from console import run, say


async def ferry(board):
    while not board:
        say("ferry: nothing on the board")
        await asyncio.sleep(1)
    say(f"ferry: steers for berth {board[0]}")


async def harbour_master(board):
    await asyncio.sleep(2.5)
    board.append(4)
    say("harbour master: berth 4 is free")


async def harbour():
    board = []
    await asyncio.gather(ferry(board), harbour_master(board))


run(harbour())
