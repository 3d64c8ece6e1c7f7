# clock: real
# python: >=3.6
CALL = "asyncio.async(bake())"

try:
    compile(CALL, "recipe.py", "eval")
    print("compiles:", CALL)
except SyntaxError:
    print("SyntaxError:", CALL)
