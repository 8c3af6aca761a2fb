"""`piton report` as it is run beside the tools, and what it would send."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_CI = ("GITHUB_", "GITLAB_", "CI_", "PITON_", "MLFLOW_")


def report(*words: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run in the folder `at`, outside of any CI."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_CI)}
    return subprocess.run(
        [sys.executable, "-m", "bot", "report", *words],
        cwd=at,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def would_send(*words: str, at: Path, **environment: str) -> dict[str, Any]:
    """The body of a dry run."""
    done = report(*words, "--experiment", "churn-1", "--dry-run", at=at, **environment)
    assert done.returncode == 0, done.stderr
    body: dict[str, Any] = json.loads(done.stdout)["body"]
    return body
