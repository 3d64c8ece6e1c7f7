"""The Rust half of this chapter, compiled, as a module of Python."""

import importlib.util
import os
import sys
from importlib.machinery import ExtensionFileLoader
from pathlib import Path


def load():
    target = (
        os.environ.get("CARGO_TARGET_DIR")
        or Path(__file__).parents[3] / "target"
    )
    kind = "dylib" if sys.platform == "darwin" else "so"
    file = Path(target, "debug", "deps", f"libbridge.{kind}")
    if not file.exists():
        raise ImportError(
            "first run: cargo build --package bridge", path=str(file)
        )
    loader = ExtensionFileLoader("_rust", str(file))
    spec = importlib.util.spec_from_loader("_rust", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


_rust = load()
Engine, Timer = _rust.Engine, _rust.Timer
first, join, panic = _rust.first, _rust.join, _rust.panic
sleep, spawn, timeout = _rust.sleep, _rust.spawn, _rust.timeout
call_after_sleep, on_tokio = _rust.call_after_sleep, _rust.on_tokio
