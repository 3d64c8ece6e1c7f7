async def turn(start):
    """`start` is an async function that returns the child process."""
    motor = await start()
    try:
        return await motor.wait()
    finally:
        motor.kill()
        await motor.wait()
