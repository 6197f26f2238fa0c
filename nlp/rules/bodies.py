"""Which state bodies a sentence names, as it writes them: 'Sở Nông nghiệp và Môi trường', 'Ủy ban nhân dân cấp xã'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text import shadow

_LEVEL = r"(?: (?:các )?(?:cấp (?:tỉnh|xã|huyện)|tỉnh|xã|phường|đặc khu|thành phố|huyện))?"
_BODY = re.compile(
    rf"(?<!\w)(?:chủ tịch )?(?:ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd){_LEVEL}(?!\w)|"
    r"(?<!\w)(?:sở|bộ|cục|chi cục|phòng|công an|văn phòng đăng ký|trung tâm phục vụ hành chính công|bộ phận một cửa|"
    r"ban quản lý)(?!\w)"
)
_NAMED = frozenset({"sở", "bộ", "cục", "chi cục", "phòng", "công an", "văn phòng đăng ký", "ban quản lý"})
"""What is a body only with its name after it."""
_NOT_OF_NAME = frozenset(
    ("có", "trong", "tổ", "chủ", "phối", "xem", "thẩm", "tiếp", "kiểm", "ra", "để", "được", "phải", "là", "về", "theo",
     "cấp", "hoặc", "quyết", "trả", "thông", "gửi", "nơi", "đã", "thì", "không", "cho", "và", "của", "tại", "trước")
)  # fmt: skip
_WORD = re.compile(r"[ ]?(,[ ])?(\w+)")
_LONGEST_NAME = 12


def bodies_in(text: str) -> tuple[str, ...]:
    """The bodies named in a stretch of text, each once, in order of first mention."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in _bodies(text)))


def _bodies(text: str) -> Iterator[str]:
    for match in _BODY.finditer(shadow(text)):
        word = match.group()
        if word not in _NAMED:
            yield text[match.start() : match.end()]
            continue
        end = _name_end(text, match.end())
        if end > match.end() and text[match.start()].isupper():
            yield text[match.start() : end]


def _name_end(text: str, at: int) -> int:
    """Where the name after 'Sở' ends: each of its parts begins with a capital, joined by a comma or 'và'."""
    end, after_capital = at, False
    for _ in range(_LONGEST_NAME):
        match = _WORD.match(text, at)
        if match is None:
            break
        comma, word = match.groups()
        if word[0].isupper():
            end, after_capital = match.end(), True
        elif (
            word == "và"
            and not comma
            and (following := _WORD.match(text, match.end()))
            and following[2][0].isupper()
        ):
            after_capital = False
        elif after_capital and not comma and word not in _NOT_OF_NAME:
            end, after_capital = match.end(), False
        else:
            break
        at = match.end()
    return end
