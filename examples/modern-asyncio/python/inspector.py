import io
import re
import runpy
from contextlib import redirect_stdout, suppress
from unittest import mock


def ask(question, process):
    """What `python3 -m asyncio QUESTION PROCESS` prints, without the
    files. The parent of the process asks, since a system lets a parent
    read the memory of its child."""
    # It can fail while the process runs, and 3.14 asks only once.
    for _ in range(10):
        answer = ask_once(question, process)
        if "Error retrieving tasks" not in answer:
            break
    return re.sub(r" /.*:\d+", "", answer).rstrip()


def ask_once(question, process):
    answer = io.StringIO()
    with (
        mock.patch("sys.argv", ["asyncio", question, str(process)]),
        redirect_stdout(answer),
        suppress(SystemExit),
    ):
        runpy.run_module("asyncio", run_name="__main__")
    return answer.getvalue()
