def approach(ferry):
    print(f"{ferry}: casts off")
    miles = 2
    while miles > 0:
        yield miles
        miles -= 1
    print(f"{ferry}: docks")


gull = approach("Gull")
heron = approach("Heron")
print("harbour master: both may come")
print(f"harbour master: Gull has {next(gull)} miles to go")
print(f"harbour master: Heron has {next(heron)} miles to go")
for miles in gull:
    print(f"harbour master: Gull has {miles} mile to go")
print("harbour master: Heron is still at sea")
