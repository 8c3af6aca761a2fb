"""Metrics out of the files that tools write: JSON, YAML and TOML, DVC's own answer, a W&B summary. Bytes in, numbers
out by their names; what is inside something else has its name after a dot."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from bot.errors import BadInput

#: Names in one file, and how deep they stand: more is no file of metrics, or one that was made to be endless.
MOST, DEEPEST = 2_000, 20
#: Bytes of a file.
LARGEST = 10_000_000
#: Numbers that a reader of YAML 1.1 takes for words, and what JSON has no number for.
_EXPONENT = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+")
_ENDLESS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}
_REVISIONS = ("workspace", "")


def read(raw: bytes, name: str) -> dict[str, float]:
    """The numbers of a metrics file, as its name's ending says, or of `dvc metrics show --json`; words, lists and
    yes/no are left out. Raises BadInput."""
    content = _parsed(raw, name.rpartition(".")[2].lower())
    if not isinstance(content, dict):
        raise BadInput(f"{name} holds no names with numbers.")
    return _numbers(_of_dvc(content) if _is_dvc(content) else content, name)


def summary(raw: bytes, name: str) -> dict[str, float]:
    """The numbers of a W&B run's summary; what W&B itself adds, and pictures and tables, are left out."""
    content = _parsed(raw, "json")
    if not isinstance(content, dict):
        raise BadInput(f"{name} is no summary of a W&B run.")
    return _numbers({key: value for key, value in content.items() if not _is_wandbs(key, value)}, name)


def _is_wandbs(key: str, value: object) -> bool:
    return key.startswith("_") or (isinstance(value, dict) and "_type" in value)


def pick(found: Mapping[str, float], picks: Iterable[str]) -> dict[str, float]:
    """Those that are wanted, under the names that the team has for them: `f1`, or `f1=eval.f1`; all where none is
    named. Raises BadInput for one that is not there."""
    wanted = [each.partition("=") for each in picks]
    if not wanted:
        return dict(found)
    there: dict[str, float] = {}
    for ours, _, theirs in wanted:
        name = theirs or ours
        if name not in found:
            raise BadInput(f"There is no number called {name}; there are {_some(found)}.", "--pick")
        there[ours] = found[name]
    return there


def _some(found: Mapping[str, float]) -> str:
    names = sorted(found)
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "") if names else "none"  # noqa: PLR2004 — a line of them


def _parsed(raw: bytes, ending: str) -> Any:  # noqa: ANN401 — whatever it holds
    if len(raw) > LARGEST:
        raise BadInput(f"A file of metrics has {LARGEST // 1_000_000} MB at most.")
    try:
        text = raw.decode("utf-8-sig")
        match ending:
            case "json":
                return json.loads(text)
            case "yaml" | "yml":
                return yaml.safe_load(text)
            case "toml":
                return tomllib.loads(text)
    except (ValueError, RecursionError, yaml.YAMLError):  # TOML's and JSON's own are ValueErrors
        raise BadInput(f"It cannot be read as {ending.upper()}.") from None
    raise BadInput("A file of metrics ends in .json, .yaml, .yml or .toml.")


def _numbers(content: Mapping[Any, Any], name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for number, (key, value) in enumerate(_leaves(content, "", 0)):
        if number >= MOST:
            raise BadInput(f"{name} holds more than {MOST} names: it is no file of metrics.")
        if (read := _number(value)) is not None:
            found[key] = read
    if not found:
        raise BadInput(f"{name} holds no number.")
    return found


def _leaves(content: Mapping[Any, Any], before: str, depth: int) -> Iterator[tuple[str, object]]:
    if depth > DEEPEST:
        raise BadInput(f"Names stand more than {DEEPEST} deep.")
    for key, value in content.items():
        name = f"{before}.{key}" if before else str(key)
        if isinstance(value, dict):
            yield from _leaves(value, name, depth + 1)
        else:
            yield name, value


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        try:
            return float(value)
        except OverflowError:
            return float("inf")
    if isinstance(value, str) and (value in _ENDLESS or _EXPONENT.fullmatch(value)):
        return float(_ENDLESS.get(value, value))
    return None


def _is_dvc(content: Mapping[Any, Any]) -> bool:
    """`dvc metrics show --json`: {revision: {"data": {file: {"data": {…}}}}}."""
    return bool(content) and all(
        isinstance(revision, dict) and ("data" in revision or "error" in revision) and _holds_files(revision)
        for revision in content.values()
    )


def _holds_files(revision: Mapping[Any, Any]) -> bool:
    files = revision.get("data", {})
    return isinstance(files, dict) and all(
        isinstance(each, dict) and ("data" in each or "error" in each) for each in files.values()
    )


def _of_dvc(content: Mapping[str, Any]) -> dict[str, Any]:
    """The names of all files of one revision: the workspace's, where there are several."""
    chosen = next((content[each] for each in _REVISIONS if each in content), None)
    if chosen is None and len(content) > 1:
        raise BadInput("DVC tells of several revisions: ask it for one.")
    revision = chosen or next(iter(content.values()))
    files = revision.get("data", {})
    if "error" in revision or any("error" in each for each in files.values()):
        raise BadInput("DVC could not read all of its metrics: `dvc metrics show` says why.")
    found: dict[str, Any] = {}
    for file in files.values():
        inner = file["data"] if isinstance(file["data"], dict) else {}
        if twice := sorted(map(str, set(found) & set(inner))):
            raise BadInput(f"Two of DVC's files have a {twice[0]}: give one of them by --from.")
        found |= inner
    return found
