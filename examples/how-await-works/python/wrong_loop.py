import asyncio

from two_loops import crossing, harbour_run, harbour_turn


def report(run, *arguments):
    try:
        run(*arguments)
    except (RuntimeError, ValueError) as error:
        print(f"{type(error).__name__}: {error}")


print("our leaf on asyncio")
report(asyncio.run, crossing("Gull", harbour_turn))
print("asyncio's leaf on our loop")
report(harbour_run, crossing("Heron", lambda: asyncio.sleep(0)))
print("asyncio's longer leaf on our loop")
report(harbour_run, crossing("Heron", lambda: asyncio.sleep(1)))
