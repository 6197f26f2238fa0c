"""Powers that the draft's words alone show to be another's: it amends or abolishes the text of another body."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Lead, Task, leads
from nlp.rules.schema import Rule
from nlp.types import Finding, Issuer, ParsedDraft

_MARK = r"^\W{0,3}(?:điều \d+[a-zđ]?[.:]?\s*|\d+(?:\.\d+)*[.)]\s*|[a-zđ]{1,2}\)\s*|[-+]\s*)?"
_NUMBER = (
    r"\bsố\s*:?\s*(?P<number>\d{1,5}/(?:\d{4}/)?(?P<symbol>[a-zđ][a-zđ0-9]*(?:\s?-\s?[a-zđ0-9]+)*))(?!\w)"
)
_ACT = re.compile(
    rf"{_MARK}(?:kể\s+từ[^;\n,]{{0,80}},\s+)?"
    r"(?:(?:nay\s+)?(?:(?:không\s+|tạm\s+)?(?:ngừng\s+|dừng\s+)?(?:áp\s+dụng|thực\s+hiện)"
    r"(?=\s+(?:quy\s+định\s+tại\s+)?(?:khoản|điểm|điều|thông|nghị)[^;\n]{0,160}trên\s+địa\s+bàn)"
    r"|sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|thay\s+thế|hủy\s+bỏ|đình\s+chỉ|ngưng\s+hiệu\s+lực)"
    r"|(?:quyết\s+định|nghị\s+quyết)\s+này[^;\n]{0,120}?(?<!được )(?:thay\s+thế|bãi\s+bỏ|sửa\s+đổi))"
    rf"(?P<between>[^;\n]{{0,200}}?){_NUMBER}",
    re.M,
)
# The text of another is the subject: "Khoản 3 Điều 4 Nghị quyết số … được sửa đổi như sau", "… hết hiệu lực".
_UNDERGOES = re.compile(
    rf'{_MARK}(?P<between>[^;\n"]{{0,200}}?){_NUMBER}(?P<after>[^;\n"]{{0,220}}?)(?<!\w)(?<!đã )(?:'
    r"được\s+(?:sửa(?:\s+đổi)?(?:,?\s+bổ\s+sung)?|bổ\s+sung|thay(?:\s+thế)?|điều\s+chỉnh)\s+"
    r"(?:như\s+sau|thành|bởi\s+(?:quy\s+định|quyết\s+định|nghị\s+quyết)\s+này"
    r"|(?:lại\s+)?bằng\s+(?:nội\s+dung|quy\s+định|cụm\s+từ|đoạn|mức))"
    r"|được\s+(?:nâng|tăng|giảm|mở\s+rộng|rút\s+ngắn|kéo\s+dài)\s+(?:lên|xuống|thành|còn)"
    r"|(?:tạm\s+)?(?:ngừng|dừng)\s+(?:áp\s+dụng|thực\s+hiện|hiệu\s+lực)"
    r"|không\s+(?:được\s+)?áp\s+dụng\s+(?:trên\s+địa\s+bàn|tại\s+tỉnh)"
    r"|(?:bị\s+|được\s+)?hủy\s+bỏ|(?:bị\s+|được\s+)?bãi\s+bỏ(?!\s+bởi)|hết\s+hiệu\s+lực"
    r"|không\s+còn\s+hiệu\s+lực|chấm\s+dứt\s+hiệu\s+lực)(?!\w)",
    re.M,
)
_PHRASE = re.compile(
    rf"{_MARK}(?:nay\s+)?(?:bỏ|thay(?:\s+thế)?"
    rf'|sửa(?:\s+đổi)?)\s+(?:các\s+)?(?:cụm\s+)?từ\s+(?:ngữ\s+)?"[^"\n]{{1,160}}"'
    rf'(?:[^;"\n]{{0,40}}"[^"\n]{{1,160}}")?(?P<between>[^;"\n]{{0,160}}?){_NUMBER}',
    re.M,
)
_LISTS_REPEALED = re.compile(
    r"(?<!\w)(?:các|những)\s+(?:văn\s+bản|nghị\s+quyết|quyết\s+định|thông\s+tư|quy\s+định)[^.;:\n]{0,80}?"
    r"(?:hết\s+hiệu\s+lực|bãi\s+bỏ|hủy\s+bỏ|chấm\s+dứt\s+hiệu\s+lực)"
    r"|(?<!\w)(?:bãi\s+bỏ|hủy\s+bỏ)(?:\s+toàn\s+bộ|\s+một\s+phần)?\s+(?:các|những|\d{1,2})\s+"
    r"(?:văn\s+bản|nghị\s+quyết|quyết\s+định|thông\s+tư|quy\s+định)"
)
_ITEM = re.compile(
    rf"{_MARK}(?P<between>(?:toàn\s+bộ\s+)?(?:(?:khoản|điều|điểm|chương|mục|phụ\s+lục)[^;\n]{{0,60}})?"
    rf"(?:nghị\s+quyết|quyết\s+định|thông\s+tư(?:\s+liên\s+tịch)?|nghị\s+định|chỉ\s+thị)\s+){_NUMBER}",
    re.M,
)
# "Sửa đổi mức chi tại khoản 2 Điều 5 Nghị quyết số …" changes that khoản; "mức chi tại Nghị quyết số …" need not.
_OF_A_PART = re.compile(
    r"(?:(?<!đã)\s(?:được\s+)?quy\s+định|(?<!định))\s+tại\s+(?=(?:khoản|điểm|điều|phụ\s+lục|mục"
    r"|chương)\s+[\da-zđ]{1,5}(?!\w))"
)
_ONLY_NAMES_THE_BASIS = re.compile(r"(?<!\w)(?:theo|tại|căn cứ|được|thực hiện|bởi|của luật)\s[^;\n]{0,120}$")
_ONLY_SUPPOSES = re.compile(
    r"(?<!\w)(?:(?<!kèm )theo|trường hợp|khi|nếu|căn cứ|thực hiện|áp dụng (?!trên)|được (?!quy định"
    r"|ban hành)|bởi|sau ngày|này thay thế|"
    r"trước ngày|đến ngày|hướng dẫn|trình|kiến nghị|đề nghị|đề xuất)(?!\w)"
)
_OTHER_SUBJECT = re.compile(
    r"(?<!\w)(?:(?<!kèm )theo|thay thế|khi|nếu|trường hợp|thì|trước khi|cho đến|đến khi|sau khi)(?!\w)|"
    r"\d/(?:\d{4}/)?[a-zđ]{2,}|này (?:có|được|bãi|thay)|sửa đổi,? bổ sung|thủ tục hành chính|tthc"
)
# Further texts in the same act: "… thay thế Quyết định số 1 … và Nghị quyết số 2 …".
_ALSO = re.compile(
    rf"(?:^|[,;:]|(?<!\w)(?:và|cùng(?: với)?))\s+(?:toàn\s+bộ\s+)?(?:(?:khoản|điều|điểm|chương"
    rf"|phụ\s+lục)\s[^,;:\n]{{0,40}}?)?"
    rf"(?:của\s+)?(?:nghị\s+quyết|quyết\s+định|thông\s+tư(?:\s+liên\s+tịch)?|nghị\s+định|chỉ\s+thị)\s+{_NUMBER}"
)
_TITLE_CITES = re.compile(
    r"(?<!\w)(?:(?<!kèm )theo|thực hiện|thi hành|triển khai|hướng dẫn|quy định chi tiết|căn cứ|sửa đổi|thay thế|tại|"
    r"được|bởi)(?!\w)"
)
# Without a number, the kind of the text tells its author.
_UNNUMBERED_ACT = re.compile(
    rf"{_MARK}(?:nay\s+)?(?:sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|thay\s+thế|hủy\s+bỏ|(?:tạm\s+)?(?:ngừng|dừng)\s+áp\s+dụng)"
    r"(?:,?\s+bổ\s+sung)?\s+(?:(?:khoản|điểm|điều|một\s+số|quy\s+định\s+tại"
    r"|toàn\s+bộ)\s[^;,.\n\"]{0,60}?)?(?P<number>"
    r"(?P<symbol>nghị\s+quyết|quyết\s+định|thông\s+tư"
    r"|nghị\s+định)\s+(?:(?:này\s+)?của\s+(?:hội\s+đồng\s+nhân\s+dân|hđnd|"
    r"ủy\s+ban\s+nhân\s+dân|ubnd|bộ|chính\s+phủ|thủ\s+tướng)))",
    re.M,
)
_REACH = 800
_NAMES_TEXTS = ("/", "quyết", "nghị", "thông")
"""One of these stands in every clause that names a text of law: most clauses hold none."""
_COUNCIL = re.compile(r"-?hđnd")
_COMMITTEE = re.compile(r"ubnd$|ub$")
_CENTRAL = re.compile(r"(?:-cp|-ttg|/qh|^qh\d|^tt|ttlt|-ubtvqh|-b[a-zđ]{2,6})")
_COUNCILS: tuple[Issuer, ...] = ("hdnd_tinh", "hdnd_xa")
_COMMITTEES: tuple[Issuer, ...] = ("ubnd_tinh", "ct_ubnd_tinh", "ubnd_xa")


def amends_other_body(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause by which a council amends a committee's text, a committee a council's, or either one of the centre.

    Read are the clause that amends, the clause of which the other's text is the subject, the replacement of words in
    it, and the items of a list of repealed texts. The symbol tells the author; texts of merged provinces and former
    levels bear the same symbol and are left alone.
    """
    task = Task(rule, parsed, knowledge, day)
    lists = {lead.provision.id for lead in leads(parsed) if _LISTS_REPEALED.search(lead.low[:_REACH])}
    for lead in leads(parsed):
        match = _touched(lead, lead.provision.parent in lists, parsed.document.issuer)
        if match:
            yield task.finding(
                lead.start + match.start(), lead.start + match.end(), f"“{match['number'].upper()}”", 0.75
            )


def _touched(lead: Lead, listed: bool, issuer: Issuer | None) -> re.Match[str] | None:
    """The words of a clause that change, replace or repeal another body's text."""
    low = lead.low[:_REACH]
    if not any(word in low for word in _NAMES_TEXTS):
        return None
    act = _ACT.search(low)
    if act and _is_another(act["symbol"], issuer) and _acts(act, lead):
        return act
    for match in _UNDERGOES.finditer(low):
        sound = not (_ONLY_SUPPOSES.search(match["between"]) or _OTHER_SUBJECT.search(match["after"]))
        if sound and _is_another(match["symbol"], issuer):
            return match
    phrase = _PHRASE.search(low)
    if phrase and _is_another(phrase["symbol"], issuer) and "theo" not in phrase["between"].split():
        return phrase
    item = _ITEM.search(low) if listed else None
    if item and _is_another(item["symbol"], issuer):
        return item
    bare = _UNNUMBERED_ACT.search(low)
    if bare and _is_of_another_kind(bare["number"], issuer):
        return bare
    return _also_touched(act, low, issuer)


def _also_touched(act: re.Match[str] | None, low: str, issuer: Issuer | None) -> re.Match[str] | None:
    """A further text in the same act, or one in a list of repealed texts written on one line."""
    listed = _LISTS_REPEALED.search(low)
    if act is None and listed is None:
        return None
    start = act.end() if act else listed.end() if listed else 0
    stop = low.find("\n", start)
    last = start
    for match in _ALSO.finditer(low, start, stop if stop > 0 else len(low)):
        if _TITLE_CITES.search(low, last, match.start()) or ". " in low[last : match.start()]:
            return None
        if _is_another(match["symbol"], issuer):
            return match
        last = match.end()
    return None


def _is_of_another_kind(words: str, issuer: Issuer | None) -> bool:
    """Whether a text named without a number is another body's by its kind and author."""
    plain = " ".join(words.split())
    if "bộ" in plain or "chính phủ" in plain or "thủ tướng" in plain:
        return issuer in _COUNCILS or issuer in _COMMITTEES
    council = "hội đồng nhân dân" in plain or "hđnd" in plain
    return (council and issuer in _COMMITTEES) or (not council and issuer in _COUNCILS)


def _acts(match: re.Match[str], lead: Lead) -> bool:
    """Whether the number is what the clause amends, not the text it goes by or a number inside the new words."""
    between = match["between"]
    return not (
        _ONLY_NAMES_THE_BASIS.search(_OF_A_PART.sub(" của ", between))
        or '"' in between
        or "cụm từ" in lead.low[: match.end()]
    )


def _is_another(symbol: str, issuer: Issuer | None) -> bool:
    plain = re.sub(r"\s", "", symbol)
    if issuer in _COUNCILS:
        return bool(_COMMITTEE.search(plain) or _CENTRAL.search(plain))
    if issuer in _COMMITTEES:
        return bool(_COUNCIL.search(plain) or _CENTRAL.search(plain))
    return False


CHECKS: Mapping[str, Check] = {"authority.amends_other_body": amends_other_body}
