from console import run, say


async def lookout():
    say("lookout: a ferry on the horizon")


async def harbour_master():
    say("harbour master: sends up the lookout")
    lookout()
    say("harbour master: heard nothing")


run(harbour_master())
