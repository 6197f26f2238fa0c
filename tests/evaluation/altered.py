"""Plants clauses of law in real local documents, as they stand or with one thing changed, and counts what is seen.

usage: REVIEW_APP_EVALUATION=FOLDER ./dev run python -m tests.evaluation.altered
       [--seed N] [--each N] [--looser] [--misses]

Kinds: `verbatim` and `reworded` (a few words exchanged) must give a finding of family `duplication`; `number`, `unit`,
`paper` and `group` (one thing changed) one of family `conflict`; `reference` (only cites the clause) must give none.
Half of the planted clauses cite the place they come from. Recall counts a finding of the right family that overlaps the
planted words; `rule` also asks for the right rule; precision is of the findings that the same document without the
planted clause does not have.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nlp.knowledge import Knowledge, load_knowledge
from nlp.knowledge.material import LawText, Material
from nlp.pipeline import extract_draft, parse_draft, scan_draft
from nlp.structure import parse
from nlp.types import DraftText, Finding, Provision, SourceFile

Kind = Literal["verbatim", "reworded", "number", "unit", "paper", "group", "reference"]
KINDS: tuple[Kind, ...] = ("verbatim", "reworded", "number", "unit", "paper", "group", "reference")
FAMILY: dict[Kind, str] = {
    "verbatim": "duplication", "reworded": "duplication", "number": "conflict", "unit": "conflict",
    "paper": "conflict", "group": "conflict",
}  # fmt: skip
RULE: dict[Kind, str] = {
    "verbatim": "duplication.law", "reworded": "duplication.law", "number": "conflict.number",
    "unit": "conflict.day_unit", "paper": "conflict.papers", "group": "conflict.groups",
}  # fmt: skip
DAY = datetime.date(2026, 5, 5)
_NAMES = {
    "luat-27-2023": "Luật Nhà ở số 27/2023/QH15",
    "luat-31-2024": "Luật Đất đai số 31/2024/QH15",
    "bo-luat-lao-dong": "Bộ luật Lao động số 45/2019/QH14",
    "bo-luat-dan-su": "Bộ luật Dân sự số 91/2015/QH13",
    "luat-87-2015": "Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân số 87/2015/QH13",
    "luat-97-2015": "Luật Phí và lệ phí số 97/2015/QH13",
    "nghi-dinh-147-2026": "Nghị định số 147/2026/NĐ-CP",
    "nghi-dinh-20-2026": "Nghị định số 20/2026/NĐ-CP",
    "nghi-dinh-49-2026": "Nghị định số 49/2026/NĐ-CP",
}
_SHORTEST, _LONGEST = 140, 1100
_USUAL = re.compile(r"hiệu lực|giải thích từ ngữ|phạm vi|đối tượng áp dụng|sửa đổi|bãi bỏ|chuyển tiếp", re.I)
_DAYS = re.compile(r"\b(\d{1,3}) ngày( làm việc)?\b(?! tháng)")
_NUMBER = re.compile(r"\b(\d{1,3}) ?(ngày làm việc|ngày|tháng|năm|%|giờ|m2|người|tuổi)(?!\w)")
_LEAST = re.compile(r"(?:tối thiểu|ít nhất|không thấp hơn|không dưới|không ít hơn)\D{0,25}$", re.I)
_DATE = re.compile(r"(?:ngày|tháng|năm|Điều|khoản|số) $")
_PAPERS = ("giấy xác nhận của Ủy ban nhân dân cấp xã", "bản sao sổ hộ khẩu", "sơ yếu lý lịch có xác nhận",
           "bản cam kết có chứng thực")  # fmt: skip
_PAPER = re.compile(
    r"(?:đơn|tờ khai|giấy tờ|giấy chứng nhận|bản sao|hợp đồng|biên bản|văn bản đề nghị)", re.I
)
_GROUPS = (
    "hộ cận nghèo",
    "người cao tuổi",
    "doanh nghiệp nhỏ và vừa",
    "người khuyết tật",
    "hợp tác xã",
    "học sinh",
)
_GROUP = re.compile(
    r"(?:hộ gia đình|cá nhân|tổ chức|hộ nghèo|người có công|người lao động|doanh nghiệp|cộng đồng dân cư|công chức)"
)
_SWAPS = (
    ("thực hiện", "tiến hành"), ("có trách nhiệm", "chịu trách nhiệm"), ("theo quy định của", "theo các quy định của"),
    ("phải ", "cần phải "), ("được ", "sẽ được "), ("bao gồm", "gồm"), ("trong trường hợp", "khi"),
    ("cơ quan nhà nước có thẩm quyền", "cơ quan có thẩm quyền"), ("Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân tỉnh"),
    ("và", "cùng với"), ("hoặc", "hay"), ("khi", "lúc"), ("các ", "những "),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A clause of law: which text, which place, its words without the marker."""

    law: str
    place: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A document with something planted at `start`:`end`."""

    kind: Kind
    cited: bool
    source: Source
    host: str
    text: str
    start: int
    end: int


def sources(folder: Path) -> list[Source]:
    """The clauses fit to be planted, of laws that hold on the day of the test."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        law = next((name for key, name in _NAMES.items() if path.name.startswith(key)), None)
        if law is None:
            continue
        text = path.read_text(encoding="utf-8-sig")
        provisions = parse(DraftText(text, ((0, len(text)),), (None,))).provisions
        articles = {item.id: item for item in provisions if item.kind == "dieu"}
        for item in provisions:
            if item.kind not in ("khoan", "diem") or "trich-dan" in item.id or "phu-luc" in item.id:
                continue
            article = articles.get(item.id.split("/")[0])
            words = re.sub(r"^\s*\S{1,4}[.)]\s+", "", text[item.start : item.end])
            if article and not _USUAL.search(article.heading) and _SHORTEST <= len(words) <= _LONGEST:
                place = re.sub(r" (?:Mục|Chương|Phần) .*$", "", item.label)
                found.append(Source(law, place, article.heading, words))
    return found


def _replaced(match: re.Match[str], text: str, words: str) -> str:
    return text[: match.start()] + words + text[match.end() :]


def verbatim(text: str, rng: random.Random) -> str | None:
    """The clause as it stands."""
    del rng
    return text


def reworded(text: str, rng: random.Random) -> str | None:
    """Two or three words exchanged for others that mean the same."""
    swaps = [swap for swap in _SWAPS if swap[0] in text]
    rng.shuffle(swaps)
    if len(swaps) < 2:
        return None
    for old, new in swaps[:3]:
        text = text.replace(old, new, 1)
    return text


def number(text: str, rng: random.Random) -> str | None:
    """One number made larger, or smaller where the law sets the least."""
    found = [
        item
        for item in _NUMBER.finditer(text)
        if not _DATE.search(text[max(0, item.start() - 6) : item.start()])
    ]
    if not found:
        return None
    chosen = rng.choice(found)
    value = int(chosen.group(1))
    least = _LEAST.search(text[max(0, chosen.start() - 40) : chosen.start()])
    changed = max(1, value // 2) if least else value + rng.choice((5, 10, 15))
    if changed == value:
        return None
    return _replaced(chosen, text, f"{changed:02d}{text[chosen.end(1) : chosen.end()]}")


def unit(text: str, rng: random.Random) -> str | None:
    """'ngày' made 'ngày làm việc', or the other way round."""
    found = [
        item
        for item in _DAYS.finditer(text)
        if not _DATE.search(text[max(0, item.start() - 6) : item.start()])
    ]
    if not found:
        return None
    chosen = rng.choice(found)
    return _replaced(chosen, text, f"{chosen.group(1)} ngày{'' if chosen.group(2) else ' làm việc'}")


def paper(text: str, rng: random.Random) -> str | None:
    """A paper more, or one less, in a list of papers."""
    if not re.search(r"hồ sơ|giấy tờ", text, re.I):
        return None
    return _one_more_or_less(text, _PAPER, rng.choice(_PAPERS), rng)


def group(text: str, rng: random.Random) -> str | None:
    """A group of persons more, or one less, in a list of them."""
    more = rng.choice([name for name in _GROUPS if name not in text.lower()] or _GROUPS)
    return _one_more_or_less(text, _GROUP, more, rng)


def _one_more_or_less(text: str, pattern: re.Pattern[str], more: str, rng: random.Random) -> str | None:
    less = [item for item in pattern.finditer(text) if text[item.end() : item.end() + 2] == ", "]
    if less and rng.random() < 0.5:
        return text[: less[-1].start()] + text[less[-1].end() + 2 :]
    return _with_one_more(text, pattern, more) or _with_one_more_point(text, pattern, more)


def _with_one_more_point(text: str, pattern: re.Pattern[str], more: str) -> str | None:
    """A further điểm where every paper or group is one."""
    points = re.findall(r"^\s*[a-zđ]\) ", text, re.M)
    if len(points) < 3 or len(pattern.findall(text)) < 2:
        return None
    return f"{text.rstrip(' .;')};\n{chr(ord('k') + 1)}) {more[0].upper()}{more[1:]}."


def _with_one_more(text: str, pattern: re.Pattern[str], more: str) -> str | None:
    found = [item for item in pattern.finditer(text) if text[item.end() : item.end() + 2] in (", ", "; ")]
    if not found:
        return None
    mark = text[found[0].end()]
    return f"{text[: found[0].end()]}{mark} {more}{text[found[0].end() :]}"


CHANGES: dict[Kind, Callable[[str, random.Random], str | None]] = {
    "verbatim": verbatim, "reworded": reworded, "number": number, "unit": unit, "paper": paper, "group": group,
    "reference": verbatim,
}  # fmt: skip


def cases(folder: Path, seed: int, each: int, *, looser: bool = False) -> Iterator[Case]:
    """The same cases for the same seed: `each` of every kind, every second one citing its source.

    `looser` also exchanges two or three words of every clause in which something is changed.
    """
    rng = random.Random(seed)
    stock = sources(folder / "law_texts")
    hosts = _hosts(folder / "corpus")
    for kind in KINDS:
        rng.shuffle(stock)
        made = 0
        for source in stock:
            changed = CHANGES[kind](source.text, rng)
            if changed is None or (kind not in ("verbatim", "reference") and changed == source.text):
                continue
            if looser and FAMILY.get(kind) == "conflict":
                changed = reworded(changed, rng) or changed
            host, text = rng.choice(hosts)
            case = _planted(kind, source, changed, host, text, made % 2 == 0, rng)
            if case is not None:
                yield case
                made += 1
            if made == each:
                break


def _hosts(corpus: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in (corpus / "index.jsonl").open(encoding="utf-8")]
    paths = [row["path"] for row in rows if row["path"].startswith("local/") and row.get("normative")]
    found = []
    for path in sorted(paths):
        file = SourceFile(Path(path).name, (corpus / path).read_bytes())
        text = extract_draft([file]).text
        if 3_000 < len(text) < 40_000:
            found.append((path, text))
    return found


def _planted(
    kind: Kind, source: Source, changed: str, host: str, text: str, cited: bool, rng: random.Random
) -> Case | None:
    """The clause as a further khoản of an article, or as an article of its own after one."""
    provisions = parse(DraftText(text, ((0, len(text)),), (None,))).provisions
    articles = [item for item in provisions if re.fullmatch(r"dieu-\d+", item.id)]
    if len(articles) < 3:
        return None
    article = rng.choice(articles[1:-1])
    if kind == "reference":
        words = f"{source.heading or 'Việc này'} thực hiện theo quy định tại {source.place} {source.law}."
    elif cited:
        words = f"Theo quy định tại {source.place} {source.law}, {changed[0].lower()}{changed[1:]}"
    else:
        words = changed
    khoan = [item for item in provisions if item.parent == article.id and item.kind == "khoan"]
    if khoan and rng.random() < 0.5:
        lead = f"\n{_last_number(khoan) + 1}. "
    else:
        lead = f"\n{article.label.split()[0]} {article.id.removeprefix('dieu-')}a. Quy định cụ thể\n"
    start = article.end + len(lead)
    return Case(
        kind, cited or kind == "reference", source, host,
        f"{text[: article.end]}{lead}{words}{text[article.end :]}", start, start + len(words),
    )  # fmt: skip


def _last_number(khoan: list[Provision]) -> int:
    match = re.search(r"khoan-(\d+)", khoan[-1].id)
    return int(match.group(1)) if match else len(khoan)


def findings(text: str, knowledge: Knowledge) -> list[Finding]:
    """What the rules against the library say of a text."""
    draft = DraftText(text, ((0, len(text)),), (None,))
    result = scan_draft(parse_draft(draft, date=DAY, today=DAY, knowledge=knowledge), knowledge)
    return [item for item in result.findings if item.family in ("duplication", "conflict")]


def knowledge_of(folder: Path) -> Knowledge:
    """The packaged knowledge with the evaluation's texts of law, rules of other families left out."""
    library = tuple(
        LawText(path.name, path.read_text(encoding="utf-8-sig"))
        for path in sorted((folder / "law_texts").glob("*.txt"))
    )
    base = load_knowledge()
    rules = tuple(rule for rule in base.rules if rule.family in ("duplication", "conflict"))
    return replace(base, rules=rules, material=Material(library=library))


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--each", type=int, default=60)
    cli.add_argument("--looser", action="store_true", help="changed clauses are reworded as well")
    cli.add_argument("--misses", action="store_true")
    options = cli.parse_args()
    folder = Path(os.environ["REVIEW_APP_EVALUATION"])
    knowledge = knowledge_of(folder)
    before: dict[str, set[tuple[str, str]]] = {}
    counts: dict[tuple[Kind, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    originals = dict(_hosts(folder / "corpus"))
    for case in cases(folder, options.seed, options.each, looser=options.looser):
        if case.host not in before:
            before[case.host] = {
                (item.rule, item.quote) for item in findings(originals[case.host], knowledge)
            }
        new = [
            item
            for item in findings(case.text, knowledge)
            if (item.rule, item.quote) not in before[case.host]
        ]
        here = [item for item in new if item.start < case.end and case.start < item.end]
        right = [item for item in here if item.family == FAMILY.get(case.kind)]
        row = counts[case.kind, case.cited]
        row[0] += 1
        row[1] += bool(right)
        row[2] += any(item.rule == RULE.get(case.kind) for item in right)
        row[3] += len(new)
        row[4] += len(right)
        if options.misses and (not right or len(right) < len(new)) and (case.kind != "reference" or new):
            print(f"-- {case.kind} cited={case.cited} {case.source.place} {case.source.law} in {case.host}")
            print("   ", " ".join(case.text[case.start : case.end].split())[:300])
            for item in new:
                print("   >", item.rule, item.confidence, " ".join(item.explanation.split())[:260])
    print("kind      cited   n  recall   rule  findings  right  precision")
    for (kind, cited), (of, seen, ruled, all_new, good) in counts.items():
        precision = f"{good / all_new:.2f}" if all_new else "   -"
        print(
            f"{kind:9} {cited!s:5} {of:4}  {seen / of:6.2f} {ruled / of:6.2f} {all_new:9} {good:6}  {precision:>9}"
        )


if __name__ == "__main__":
    main()
