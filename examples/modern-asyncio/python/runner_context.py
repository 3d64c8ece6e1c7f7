import asyncio
from contextvars import ContextVar

language = ContextVar("language", default="English")


async def choose(name):
    language.set(name)


async def greet():
    print(f"  greets in {language.get()}")


print("asyncio.run:")
asyncio.run(choose("French"))
asyncio.run(greet())

print("Runner:")
with asyncio.Runner() as runner:
    runner.run(choose("French"))
    runner.run(greet())
print(f"outside: {language.get()}")
