# clock: real
# python: >=3.6
CODE = """
async def trays():
    return [[loaf async for loaf in bake()] for _ in range(3)]
"""

try:
    compile(CODE, "recipe.py", "exec")
    print("compiles")
except SyntaxError as error:
    print("SyntaxError:", error.msg)
