# ANCHOR: listing
UNITS = [100, 10, 1]

now = 0
lists = {}


def put(deadline):
    ahead = [unit for unit in UNITS if deadline // unit != now // unit]
    unit = ahead[0] if ahead else 1
    digit = deadline // unit % 10
    lists.setdefault((unit, digit), []).append(deadline)
    print(f"{now}: {deadline} goes to the {unit}s, list {digit}")


for deadline in [140, 7, 27, 25]:
    put(deadline)
while lists:
    unit, digit = min(lists)
    deadlines = lists.pop((unit, digit))
    now = deadlines[0] // unit * unit
    for deadline in deadlines:
        if unit == 1:
            print(f"{now}: {deadline} fires")
        else:
            put(deadline)
# ANCHOR_END: listing
