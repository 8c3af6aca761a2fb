"""Settings from the environment: defaults, mistakes in a sentence, secrets that stay out of sight."""

from pathlib import Path

import pytest

from bot.config import SLACK, BadSettings, load

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
NAMES = ("DATABASE_URL", "SLACK_API_URL", "HOST", "PORT", "METRICS_PORT", "LOG_LEVEL", *TOKENS)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable set and no `.env` in sight."""
    for each in NAMES:
        monkeypatch.delenv(each, raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_fit_a_laptop() -> None:
    settings = load()
    assert (settings.slack_api_url, settings.host, settings.port, settings.log_level) == (
        SLACK,
        "127.0.0.1",
        3000,
        "INFO",
    )
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("piton.db")


def test_an_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=4000\nHOST=0.0.0.0\nNOT_OURS=1\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "5000")
    assert (load().port, load().host) == (5000, "0.0.0.0")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in NAMES:
        monkeypatch.setenv(each, "")
    settings = load()
    assert (settings.port, settings.slack_bot_token, settings.log_level) == (3000, None, "INFO")


def test_the_level_may_be_written_small_and_the_address_without_its_slash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")
    assert (load().log_level, load().slack_api_url) == ("DEBUG", "http://127.0.0.1:9/api/")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "many", "PORT"),
        ("PORT", "70000", "PORT"),
        ("PORT", "-1", "PORT"),
        ("METRICS_PORT", "on", "METRICS_PORT"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_variable_and_not_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=says) as refusal:
        load()
    assert "\n" not in refusal.value.sentence
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), "SLACK_BOT_TOKEN"),
        (("SLACK_APP_TOKEN",), "SLACK_BOT_TOKEN"),
        (("SLACK_BOT_TOKEN",), "SLACK_APP_TOKEN"),
        (("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"), ""),
        (("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"), ""),
    ],
)
def test_what_is_missing_is_said_by_name(
    monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], missing: str
) -> None:
    for each in given:
        monkeypatch.setenv(each, "xapp-1" if each == "SLACK_APP_TOKEN" else "xoxb-1")
    said = load().missing()
    assert (bool(said), missing in said) == (bool(missing), True)


def test_no_secret_is_ever_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in TOKENS:
        monkeypatch.setenv(each, "xoxb-canary")
    assert "canary" not in f"{load()!r} {load()} {load().model_dump()}"
