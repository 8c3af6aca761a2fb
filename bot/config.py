"""Settings, from the environment or a `.env` file beside the process."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BotError

SLACK = "https://slack.com/api/"


def default_database() -> str:
    """A file in the platform's data folder, such as ~/.local/share/piton/piton.db."""
    return f"sqlite:///{Path(platformdirs.user_data_dir('piton')) / 'piton.db'}"


class BadSettings(BotError):
    """The settings do not fit together."""


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """What a person sets. Empty values count as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: str = Field(default_factory=default_database)
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    #: Where `GET /metrics` answers; nowhere by default, as it asks for no token. It may be `port` itself.
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="after")
    def _end_with_a_slash(self) -> "Settings":
        if not self.slack_api_url.endswith("/"):
            self.slack_api_url += "/"
        return self

    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log, as it is and as it stands in an address."""
        tokens = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        known = [each.get_secret_value() for each in tokens if each]
        try:
            password = urlsplit(self.database_url).password or ""
        except ValueError:  # whoever opens the database says what is wrong with its address
            password = ""
        return tuple(each for each in (*known, password, unquote(password)) if each)

    def missing(self, *, hears: bool = True) -> str:
        """What must still be set, or set otherwise, before the bot can talk to Slack, and hear it, in sentences; empty
        when nothing."""
        deaf = hears and not (self.slack_app_token or self.slack_signing_secret)
        wrong = (
            _bot_token(self.slack_bot_token),
            _app_token(self.slack_app_token),
            _NO_WAY if deaf else "",
        )
        return " ".join(filter(None, wrong))


_NO_WAY = (
    "Set SLACK_APP_TOKEN (xapp-…, for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP):"
    " both are under Basic Information of your Slack app."
)


def _bot_token(token: SecretStr | None) -> str:
    if not token:
        return "SLACK_BOT_TOKEN is not set: it is the Bot User OAuth Token (xoxb-…) of your Slack app."
    if token.get_secret_value().startswith(("xapp-", "xoxp-")):
        return "SLACK_BOT_TOKEN holds a token of another kind: the Bot User OAuth Token begins with xoxb-."
    return ""


def _app_token(token: SecretStr | None) -> str:
    if token and token.get_secret_value().startswith("xox"):
        return "SLACK_APP_TOKEN holds a token of another kind: an app-level token begins with xapp-."
    return ""


def load() -> Settings:
    """The settings as they stand. Raises BadSettings with a sentence for each mistake."""
    try:
        return Settings()
    except ValidationError as error:
        mistakes = (f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise BadSettings("; ".join(mistakes)) from None
