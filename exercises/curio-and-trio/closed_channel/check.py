import trio
from answer import market
from exam import expect


async def main():
    def fisher(seconds, catch):
        async def fish(send):
            for one in catch:
                await trio.sleep(seconds)
                await send(one)

        return fish

    catch, is_closed = None, False
    with trio.move_on_after(1000):
        try:
            catch = await market(
                [fisher(1, ["cod"]), fisher(2, ["eel", "ray"])]
            )
        except* trio.ClosedResourceError:
            is_closed = True
    expect(
        not is_closed,
        "A fisher sends, and its end of the channel is closed: "
        "give each fisher a clone, which only it closes.",
    )
    return catch


def check():
    catch = trio.run(main)
    expect(
        catch is not None,
        "Both fishers have ended, and `market` waits for ever: "
        "an end of the channel is still open.",
    )
    expect(
        catch == ["cod", "eel", "ray"],
        f"The catch is cod, eel and ray, and `market` returns {catch}.",
    )
