#!/usr/bin/env bash
# A fixture of pytest yields inside a time limit or a task group, and the test runs into the
# limit, or a task of the group fails. One would guess that the test stops there, and that the
# fixture's error is reported. Three plugins for async tests, with pytest 9.2.0:
#
# pytest-trio 0.8.0 does so.
#
# pytest-asyncio 1.5.0: the limit has no effect. The test passes long after it, and
# `asyncio.timeout` raises nothing. The error of the group does not stop the test, which passes,
# and is reported at the teardown. Each half of the fixture runs in a task of its own. The limit
# and the group know the task of the first half, which has ended, so they have nothing to cancel.
#
# anyio 4.16.0 on asyncio: the limit and the group cancel the task that runs all fixtures and
# tests, and it ends. The test fails with `CancelledError` and the teardown with
# `ClosedResourceError`. The `TimeoutError`, or the error of the group's task, is not reported.
# The manual says that since 3.6 one task runs the whole fixture, "making it possible to have task
# groups or cancel scopes safely straddle the `yield`".
#
# Seen with CPython 3.14.10. Runs with what is on PATH of `python3.14`, and fails if it behaves
# otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tests"

cat >"$work/tests/conftest.py" <<'PROGRAM'
import os


def errors_of(error):
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in errors_of(inner)]
    return [type(error).__name__]


def pytest_runtest_makereport(item, call):
    ended = " ".join(errors_of(call.excinfo.value)) if call.excinfo else "passes"
    if call.when != "setup":
        with open(os.environ["PRINTED"], "a") as printed:
            print(f"{item.location[0]} {item.originalname} {call.when}: {ended}", file=printed)
PROGRAM

cat >"$work/tests/test_asyncio.py" <<'PROGRAM'
import asyncio

import pytest
import pytest_asyncio


@pytest_asyncio.fixture
async def limit():
    async with asyncio.timeout(0.5):
        yield


@pytest_asyncio.fixture
async def group():
    async with asyncio.TaskGroup() as group:
        yield group


async def fails():
    raise ValueError


@pytest.mark.asyncio
async def test_limit(limit):
    await asyncio.sleep(1)


@pytest.mark.asyncio
async def test_group(group):
    group.create_task(fails())
    await asyncio.sleep(0.1)
PROGRAM

cat >"$work/tests/test_anyio.py" <<'PROGRAM'
import anyio
import pytest


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def limit(anyio_backend):
    with anyio.fail_after(0.5):
        yield


@pytest.fixture
async def group(anyio_backend):
    async with anyio.create_task_group() as group:
        yield group


async def fails():
    raise ValueError


@pytest.mark.anyio
async def test_limit(limit):
    await anyio.sleep(1)


@pytest.mark.anyio
async def test_group(group):
    group.start_soon(fails)
    await anyio.sleep(0.1)
PROGRAM

cat >"$work/tests/test_trio.py" <<'PROGRAM'
import pytest
import trio


@pytest.fixture
async def limit():
    with trio.fail_after(0.5):
        yield


@pytest.fixture
async def group():
    async with trio.open_nursery() as nursery:
        yield nursery


async def fails():
    raise ValueError


@pytest.mark.trio
async def test_limit(limit):
    await trio.sleep(1)


@pytest.mark.trio
async def test_group(group):
    group.start_soon(fails)
    await trio.sleep(0.1)
PROGRAM

cat >"$work/seen" <<'SEEN'
test_asyncio.py test_limit call: passes
test_asyncio.py test_limit teardown: passes
test_asyncio.py test_group call: passes
test_asyncio.py test_group teardown: ValueError
test_anyio.py test_limit call: CancelledError
test_anyio.py test_limit teardown: ClosedResourceError
test_anyio.py test_group call: CancelledError
test_anyio.py test_group teardown: ClosedResourceError
test_trio.py test_limit call: TooSlowError
test_trio.py test_limit teardown: passes
test_trio.py test_group call: ValueError
test_trio.py test_group teardown: passes
SEEN

python3.14 -c '' 2>/dev/null || { echo "this needs python3.14 on PATH" >&2; exit 1; }
python3.14 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  anyio==4.16.0 pytest==9.2.0 pytest-asyncio==1.5.0 pytest-trio==0.8.0 trio==0.35.0
cd "$work/tests"
export PRINTED="$work/printed"
for plugin in asyncio anyio trio; do
  # A status of 1 says that a test has failed, which is so for each plugin.
  timeout 60 "$work/venv/bin/python" -m pytest --quiet --rootdir . -p no:cacheprovider \
    "test_$plugin.py" >"$work/pytest-$plugin" 2>&1 || [ $? = 1 ]
done
diff -u --label "seen" --label "printed now" "$work/seen" "$PRINTED"
echo "3.14: as seen"
