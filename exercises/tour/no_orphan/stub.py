async def turn(start):
    """`start` is an async function that returns the child process."""
    motor = await start()
    return await motor.wait()
