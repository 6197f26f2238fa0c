"""Reads one knowledge file entry by entry; whatever is wrong is named by file and entry."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, TypeVar, get_args

import yaml

from nlp.errors import KnowledgeError

T = TypeVar("T")


class Entry:
    """A mapping of a YAML file with its place; reading a key it lacks, or of the wrong type, names both."""

    def __init__(self, values: Any, place: str) -> None:
        if not isinstance(values, Mapping):
            raise KnowledgeError(f"{place}: a mapping is expected, not {type(values).__name__}")
        self.values: Mapping[str, Any] = values
        self.place = place

    def fail(self, message: str) -> KnowledgeError:
        """An error that names this entry."""
        return KnowledgeError(f"{self.place}: {message}")

    def allow(self, *keys: str) -> None:
        """Refuses keys nobody reads: a misspelt key would silently change nothing."""
        unknown = [str(key) for key in self.values if key not in keys]
        if unknown:
            raise self.fail(f"unknown key {', '.join(unknown)}")

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of a key; without `default` the key must be there."""
        value = self.values.get(key, default)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind):
            raise self.fail(f"{key}: {kind.__name__} is expected, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is missing."""
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.fail(f"{key}: a list of texts is expected")
        return tuple(values)

    def choice(self, key: str, literal: Any, default: str | None = None) -> Any:
        """A value of a `Literal` type."""
        value = self.get(key, str, default)
        if value not in get_args(literal):
            raise self.fail(f"{key}: {value!r} is none of {', '.join(get_args(literal))}")
        return value

    def choices(self, key: str, literal: Any) -> tuple[Any, ...]:
        """A list of values of a `Literal` type."""
        values = self.texts(key)
        for value in values:
            if value not in get_args(literal):
                raise self.fail(f"{key}: {value!r} is none of {', '.join(get_args(literal))}")
        return values

    def day(self, key: str) -> datetime.date | None:
        """A date, or None where the key is null or missing."""
        value = self.values.get(key)
        if value is not None and (
            not isinstance(value, datetime.date) or isinstance(value, datetime.datetime)
        ):
            raise self.fail(f"{key}: a date YYYY-MM-DD is expected, not {value!r}")
        return value

    def first_day(self, key: str) -> datetime.date:
        """A date that must be there."""
        day = self.day(key)
        if day is None:
            raise self.fail(f"{key}: a date is missing")
        return day

    def pattern(self, key: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
        """A pattern on shadow text, with `<<NAME>>` replaced by the fragment of that name."""
        return self._compiled(key, self.get(key, str), fragments)

    def patterns(self, key: str, fragments: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
        """A list of patterns; empty when the key is missing."""
        return tuple(self._compiled(key, source, fragments) for source in self.texts(key))

    def expanded(self, key: str, fragments: Mapping[str, str]) -> str:
        """A text with `<<NAME>>` replaced by the fragment of that name."""
        return self._expanded(key, self.get(key, str), fragments)

    def _expanded(self, key: str, source: str, fragments: Mapping[str, str]) -> str:
        try:
            return _FRAGMENT.sub(lambda match: fragments[match.group(1)], source)
        except KeyError as missing:
            raise self.fail(f"{key}: fragment {missing} is not defined") from missing

    def _compiled(self, key: str, source: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
        try:
            return re.compile(self._expanded(key, source, fragments))
        except re.error as wrong:
            raise self.fail(f"{key}: {wrong}") from wrong

    def below(self, key: str) -> Entry:
        """The mapping under a key."""
        return Entry(self.values.get(key), f"{self.place}, {key}")

    def entries(self, key: str, default: Mapping[str, Any] | None = None) -> Iterator[Entry]:
        """The mappings of a list, each named by its id where it has one; `default` fills what they leave out."""
        for number, values in enumerate(self.get(key, list, []), start=1):
            entry = Entry(values, f"{self.place}, {key} {number}")
            if isinstance(values.get("id"), str):
                entry.place = f"{self.place}, {values['id']}"
            if default:
                entry.values = {**default, **values}
            yield entry


_FRAGMENT = re.compile(r"<<([A-Z_]+)>>")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(data: bytes, name: PurePath | str) -> Entry:
    """The mapping of a YAML file; `name` is what errors call it."""
    try:
        values = yaml.load(data, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise KnowledgeError(f"{name}: {wrong}") from wrong
    return Entry(values, str(name))
