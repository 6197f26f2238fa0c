"""Pinpoints taken apart: 'khoản 2 và khoản 4 Điều này' into the single places it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text import shadow

_TOKEN = re.compile(
    r"(?P<k>điểm|khoản|điều|chương|mục|phụ lục(?:\s+số)?|mẫu số)|(?P<this>này)|(?P<to>đến|\s-\s|(?<=\d)-(?=\d))|"
    r"(?P<v>\d{1,3}[a-zđ]?(?:\.\d{1,2})?(?!\w)|[a-zđ]\d?(?!\w)|[ivxlc]{1,6}(?!\w))|(?P<w>[^\W\d_]+)"
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Place:
    """One place named: its Điều, khoản and điểm ('' where not named, 'này' where the text says so)."""

    dieu: str = ""
    khoan: str = ""
    diem: str = ""
    annex: str = ""
    chuong: str = ""


def places_of(pinpoint: str) -> tuple[Place, ...]:
    """The single places a pinpoint names, lists and ranges spelled out; () when it names none we can place."""
    groups = _groups(shadow(pinpoint))
    places: list[Place] = []
    dieu, khoan = "", ""
    for kind, values in reversed(groups):
        if kind == "điều":
            dieu, khoan = values[-1], ""
            places += [Place(dieu=value) for value in reversed(values)]
        elif kind == "khoản":
            khoan = values[-1]
            places = _without_bare(places, dieu)
            places += [Place(dieu, value) for value in reversed(values)]
        elif kind == "điểm":
            places = _without_bare(places, dieu, khoan)
            places += [Place(dieu, khoan, value) for value in reversed(values)]
        elif kind == "chương":
            places += [Place(chuong=value) for value in reversed(values)]
        elif kind in ("phụ lục", "mẫu số"):
            places += [Place(annex=f"{kind} {value}") for value in reversed(values)]
    return tuple(reversed(places))


def _without_bare(places: list[Place], dieu: str, khoan: str = "") -> list[Place]:
    """Drops the article (or khoản) that was only named to place the narrower one."""
    if places and places[-1] == Place(dieu, khoan):
        return places[:-1]
    return places


def _groups(words: str) -> list[tuple[str, list[str]]]:
    groups: list[tuple[str, list[str]]] = []
    ranged = False
    for token in _TOKEN.finditer(words):
        if token["k"]:
            kind = "phụ lục" if token["k"].startswith("phụ lục") else token["k"]
            if ranged and groups and groups[-1][0] == kind:
                continue
            groups.append((kind, []))
            ranged = False
        elif token["this"] and groups and not groups[-1][1]:
            groups[-1][1].append("này")
        elif token["to"]:
            ranged = True
        elif token["v"] and groups:
            _add(groups[-1][1], token["v"], ranged)
            ranged = False
        elif token["w"] and token["w"] not in ("và", "hoặc", "các", "của", "tại", "thuộc", "từ"):
            break
    return [(kind, values) for kind, values in groups if values]


def _add(values: list[str], value: str, ranged: bool) -> None:
    if not ranged or not values:
        values.append(value)
    elif value.isdecimal() and values[-1].isdecimal() and 0 < int(value) - int(values[-1]) < 100:
        values += [str(number) for number in range(int(values[-1]) + 1, int(value) + 1)]
    elif value in _LETTERS and values[-1] in _LETTERS:
        values += _LETTERS[_LETTERS.index(values[-1]) + 1 : _LETTERS.index(value) + 1]
    else:
        values.append(value)
