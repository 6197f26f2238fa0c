"""What a citation without a number means: a law by its name, an abbreviation defined in the draft, 'nói trên'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.text import draft_shadow, shadow
from nlp.types import Reference

_KIND = re.compile(
    r"(?:bộ luật|luật|pháp lệnh|nghị định|nghị quyết|quyết định|thông tư(?: liên tịch)?|chỉ thị)(?!\w)"
)
_NUMBERED_NAME = re.compile(r"(?P<name>(?:bộ luật|luật|pháp lệnh)\s[^.;]{1,120}?)\s+(?:năm \d{4}\s+)?số\s")
_YEAR = re.compile(r"\s(?:năm )?(?P<y>\d{4})$")
_SHORT = re.compile(r"(?P<k>[^\d]{4,24}?)\s+số\s+(?P<n>\d{1,5})$")
_ABOVE = re.compile(r"\s(?:nói trên|nêu trên|trên đây|đã nêu)$")
_DEFINES = re.compile(
    r"[^.;(\n]{0,160}\(\s?sau đây (?:được )?(?:gọi|viết)(?: tắt| gọn| chung)? là:? \"?(?P<name>[^()\"\n]{3,100})\"?\)"
)
_AMENDS_IT = re.compile(r"(?:sửa đổi|bổ sung)[^.;\n]{0,80}của\s+$")
_SYMBOLS = (
    ("/nđ-", "nghị định"), ("/qđ-", "quyết định"), ("/ttlt-", "thông tư"), ("/tt-", "thông tư"), ("/nq-", "nghị quyết"),
    ("/ct-", "chỉ thị"), ("/qh", "luật"),
)  # fmt: skip


def _key(words: str) -> str:
    return " ".join(shadow(words).split())


class Names:
    """What the draft has named so far: grows citation by citation, in text order."""

    def __init__(self, text: str) -> None:
        self._plain = draft_shadow(text)
        self._numbers: dict[str, list[str]] = {}
        self._aliases: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._cited: dict[str, str] = {}

    def note(self, reference: Reference, number: str | None) -> None:
        """Remembers the citation, whose number is the given one (None: unknown), and an abbreviation after it."""
        if number is None:
            return
        words = _key(reference.quote)
        kind = _kind_of(words, number)
        self._last[kind] = number
        if reference.number is not None:
            self._cited.setdefault(f"{kind} {number.partition('/')[0]}", number)
            self._note_name(reference, words, number)
        defined = _DEFINES.match(self._plain, reference.end)
        if defined:
            self._aliases.setdefault(_key(defined["name"]), number)

    def _note_name(self, reference: Reference, words: str, number: str) -> None:
        named = _NUMBERED_NAME.search(words)
        before = self._plain[max(0, reference.start - 120) : reference.start]
        if named and not _AMENDS_IT.search(
            before
        ):  # the number is the amending law's, the name the amended one's
            known = self._numbers.setdefault(_YEAR.sub("", named["name"]), [])
            if number not in known:
                known.append(number)

    def number_of(self, reference: Reference) -> str | None:
        """The number of the text a citation without one means; None when nothing before it tells."""
        words = _key(reference.quote)
        kinds = list(_KIND.finditer(words))
        if not kinds or words.endswith(" này"):
            return None
        name = words[kinds[0].start() :]
        if _ABOVE.search(name):
            return self._last.get(_ABOVE.sub("", name))
        if name in self._aliases:
            return self._aliases[name]
        short = _SHORT.fullmatch(name)
        if short:
            return self._cited.get(f"{short['k']} {short['n']}")
        year = _YEAR.search(name)
        numbers = self._numbers.get(name[: year.start()] if year else name, [])
        if year:
            numbers = [number for number in numbers if f"/{year['y']}/" in number]
        return numbers[0] if len(numbers) == 1 else None


def _kind_of(words: str, number: str) -> str:
    low = shadow(number)
    by_symbol = next((kind for symbol, kind in _SYMBOLS if symbol in low), "")
    named = [match.group() for match in _KIND.finditer(words)]
    return named[-1].removesuffix(" liên tịch") if named else by_symbol


def with_numbers(references: Sequence[Reference], text: str) -> tuple[Reference, ...]:
    """The citations, those of other texts without a number resolved to the one an earlier citation gives.

    `resolved` is then {number, provision, id None}; laws named twice with different numbers stay unresolved.
    """
    names = Names(text)
    found: list[Reference] = []
    for reference in references:
        number = reference.number
        if number is None and reference.resolved is None:
            number = names.number_of(reference)
            if number is not None:
                resolved = {"number": number, "provision": reference.provision, "id": None}
                reference = replace(reference, resolved=resolved)
        names.note(reference, number)
        found.append(reference)
    return tuple(found)
