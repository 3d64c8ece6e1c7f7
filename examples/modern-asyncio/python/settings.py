import asyncio
from contextvars import ContextVar

region = ContextVar("region", default="no region")
region.set("north")
loaded_by = asyncio.current_task().get_name()
