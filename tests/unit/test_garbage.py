"""What a test leaves open fails it, though the suite looks for garbage less often than Python does by itself."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OPEN = """
import socket

class Circle:
    pass

def test_that_leaves_a_socket_open():
    circle = Circle()
    circle.itself, circle.socket = circle, socket.socket()
"""


def test_what_only_the_collector_finds_is_found_before_the_last_test_ends(tmp_path: Path) -> None:
    """What pytest finds after it goes to nobody where a worker of pytest-xdist ran the tests."""
    path = tmp_path / "test_left_open.py"
    path.write_text(LEFT_OPEN, encoding="utf-8")
    options = ["-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *options,
        "-c",
        f"{ROOT}/pyproject.toml",
        f"--rootdir={tmp_path}",
        str(path),
    ]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert "1 passed, 1 error" in ran.stdout, ran.stdout + ran.stderr
