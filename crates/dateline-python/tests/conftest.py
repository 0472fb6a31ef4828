import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[3]


@pytest.fixture(scope="session")
def program() -> str:
    """The program, built in release."""
    path = os.environ.get("DATELINE", str(ROOT / "target/release/dateline"))
    if not pathlib.Path(path).exists():
        pytest.skip("the program is not built: cargo build --release")
    return path


@pytest.fixture(scope="session")
def schema(program: str) -> dict:
    """The JSON Schema of readings."""
    return json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
