"""The Rust half of the chapter, which `cargo build --package bridge` makes, as a module."""

import importlib.util
import os
import sys
from importlib.machinery import ExtensionFileLoader
from pathlib import Path


def load():
    target = os.environ.get("CARGO_TARGET_DIR") or Path(__file__).parents[3] / "target"
    kind = "dylib" if sys.platform == "darwin" else "so"
    file = Path(target, "debug", "deps", f"libbridge.{kind}")
    if not file.exists():
        raise ImportError("first run: cargo build --package bridge", path=str(file))
    loader = ExtensionFileLoader("_bridge", str(file))
    spec = importlib.util.spec_from_loader("_bridge", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


_bridge = load()
Engine, Timer = _bridge.Engine, _bridge.Timer
first, join, panic = _bridge.first, _bridge.join, _bridge.panic
sleep, spawn, timeout = _bridge.sleep, _bridge.spawn, _bridge.timeout
