# clock: real
# python: >=3.14
import subprocess
import sys
from pathlib import Path

from inspector import ask

SERVICE = Path(__file__).with_name("service.py")

with subprocess.Popen(
    [sys.executable, SERVICE], stdout=subprocess.PIPE
) as service:
    try:
        service.stdout.readline()
        print(ask("pstree", service.pid))
    finally:
        service.kill()
