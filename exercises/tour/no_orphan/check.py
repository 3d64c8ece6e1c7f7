import asyncio

from answer import turn
from exam import Wrong, expect, run


class Motors:
    def __init__(self, command):
        self.command, self.is_killed = command, False
        self.are_running = asyncio.Event()

    async def start(self):
        self.motor = await asyncio.create_subprocess_shell(self.command)
        self.kill, self.motor.kill = self.motor.kill, self.kill_and_note
        self.are_running.set()
        return self.motor

    def kill_and_note(self):
        if self.motor.returncode is not None:
            # asyncio raises it too, a few turns later.
            raise ProcessLookupError
        self.is_killed = True
        self.kill()


async def cut_off():
    motors = Motors("exec sleep 60")
    has_ended = False

    async def turning():
        nonlocal has_ended
        try:
            await turn(motors.start)
        finally:
            has_ended = motors.motor.returncode is not None

    task = asyncio.create_task(turning())
    await motors.are_running.wait()
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    if not has_ended:
        motors.kill()
        await motors.motor.wait()
    return motors.is_killed, has_ended


async def by_itself():
    return await turn(Motors("exit 3").start)


def check():
    is_killed, has_ended = run(cut_off())
    expect(
        is_killed or has_ended,
        "A cancel has ended `turn`, and the motor still runs: "
        "kill it on the way out.",
    )
    expect(
        has_ended,
        "The motor is killed, and `turn` ends before the motor has ended: "
        "wait for it once more.",
    )
    try:
        code = run(by_itself())
    except ProcessLookupError:
        raise Wrong(
            "The motor has ended by itself, and `turn` kills it, which can "
            "raise ProcessLookupError: look at `returncode` first."
        ) from None
    expect(
        code == 3,
        f"The motor's exit code is 3, and `turn` returns {code}.",
    )
