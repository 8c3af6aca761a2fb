"""Where a job runs, as its environment tells: GitHub Actions and GitLab CI name their commit and their page."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Whence:
    """Empty where nobody tells."""

    source: str = ""
    commit: str = ""
    link: str = ""


def whence(environment: Mapping[str, str]) -> Whence:
    """What is known of the job."""
    if environment.get("GITHUB_ACTIONS") == "true":
        there, run = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_RUN_ID")
        repository = environment.get("GITHUB_REPOSITORY")
        link = f"{there}/{repository}/actions/runs/{run}" if there and repository and run else ""
        return Whence("GitHub Actions", environment.get("GITHUB_SHA", ""), link)
    if environment.get("GITLAB_CI") == "true":
        return Whence("GitLab CI", environment.get("CI_COMMIT_SHA", ""), environment.get("CI_JOB_URL", ""))
    return Whence()
