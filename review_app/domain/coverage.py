"""What a scan examined and what it did not: the one place that may say 'Không phát hiện'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that did not run on this text, by its id and the coded reason."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A part of the draft nobody could read: where (file, article, page) and why, in Vietnamese."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of the scan: its code and its Vietnamese message."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """What is known about how far one version of a draft was examined.

    `scanned`: every file of the version went through the whole scan. `findings` counts every finding of any
    severity, decided or not. `rules_run` counts the rules that came to `hit` or `clean`.
    """

    scanned: bool
    regime: str | None
    knowledge: str
    articles: int
    provisions: int
    rules_run: int
    findings: int
    not_run: tuple[NotRun, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    warnings: tuple[Warned, ...] = ()


# Warnings that cast no doubt on what was read. Any other, known or not, forbids the clean statement: OCR,
# legacy letters, two drafts in one file, and whatever a later reader of files learns to doubt.
HARMLESS_WARNINGS = frozenset(
    {"comments", "contents_skipped", "date_missing", "hidden_text", "tracked_changes", "unread_part"}
)
# Reasons that leave nothing unexamined: the rule has nothing to say of a text of this day or this kind.
NOT_CONCERNED = frozenset({"normative_document", "not_in_force", "not_valid_on_date"})
FAMILIES_VI: Mapping[str, str] = {
    "tthc": "Thủ tục hành chính",
    "authority": "Thẩm quyền",
    "condition": "Điều kiện kinh doanh",
    "incentive": "Ưu đãi, hỗ trợ",
    "ban": "Cấm, hạn chế quyền",
    "sanction": "Chế tài, xử phạt",
    "duty": "Nghĩa vụ, khoản thu",
    "conflict": "Mâu thuẫn với văn bản cấp trên",
    "format": "Thể thức",
    "reference": "Dẫn chiếu",
    "validity": "Căn cứ ban hành",
    "effect": "Hiệu lực",
    "duplication": "Trùng lặp",
    "institution": "Tên cơ quan",
    "language": "Ngôn ngữ",
    "structure": "Bố cục",
}
"""What each family of rules is about; a rule's id begins with its family."""

REASONS_VI: Mapping[str, str] = {
    "no_regime": "chưa xác định được giai đoạn pháp luật áp dụng",
    "no_basis": "bộ tri thức chưa có căn cứ cho giai đoạn pháp luật này",
    "no_date_in_text": "dự thảo không ghi ngày",
    "unread": "có phần của dự thảo chưa đọc được",
    "doubtful_text": "chữ đọc được của dự thảo chưa chắc đúng",
    "normative_document": "quy tắc chỉ dành cho văn bản không phải quy phạm pháp luật",
    "not_normative": "số ký hiệu là của văn bản không phải quy phạm pháp luật",
    "central_document": "văn bản do cơ quan trung ương ban hành",
    "not_in_force": "quy tắc không áp dụng cho ngày của dự thảo",
    "not_valid_on_date": "quy tắc không áp dụng cho ngày của dự thảo",
    "no_library": "chưa nhập thư viện văn bản luật để so sánh",
    "no_status_list": "chưa nhập danh mục hiệu lực văn bản",
    "no_published_procedures": "chưa nhập danh mục thủ tục đã công bố",
    "no_articles": "không nhận ra điều nào trong dự thảo",
    "timeout": "quá thời gian cho phép",
    "error": "lỗi khi chạy",
}


def clean_statement(facts: CoverageFacts) -> str | None:
    """The sentence that nothing was found, or None when anything was found or anything was left unexamined.

    It speaks of the rules that ran and no more: it is no opinion that the draft is lawful.
    """
    if facts.findings or not_examined(facts):
        return None
    return (
        f"Không phát hiện dấu hiệu cần xem xét theo {facts.rules_run} quy tắc của bộ tri thức "
        f"{facts.knowledge} đã chạy trên {facts.provisions} đơn vị văn bản. "
        "Kết quả này không thay thế ý kiến thẩm định."
    )


def not_examined(facts: CoverageFacts) -> list[str]:
    """What was not examined, one Vietnamese line each; empty only when everything was."""
    if not facts.scanned:
        return ["Dự thảo chưa được rà soát xong."]
    lines = []
    if facts.regime is None:
        lines.append("Chưa xác định được giai đoạn pháp luật áp dụng cho dự thảo.")
    if not facts.articles:
        lines.append("Không nhận ra điều nào trong dự thảo; chưa thể rà soát theo bố cục văn bản.")
    if not facts.provisions:
        lines.append("Không nhận ra đơn vị văn bản nào để rà soát.")
    if not facts.rules_run:
        lines.append("Không có quy tắc nào được chạy trên dự thảo.")
    lines += [f"Chưa đọc được {part.where}: {_words(part.reason)}." for part in facts.unread]
    lines += _rules_not_run(facts.not_run)
    lines += [
        _words(warned.message) + "." for warned in facts.warnings if warned.code not in HARMLESS_WARNINGS
    ]
    return list(dict.fromkeys(lines))


def reading_in_doubt(facts: CoverageFacts) -> bool:
    """Whether a part of the draft was not read, or not read for sure: rules then speak of the rest alone."""
    return bool(facts.unread) or any(warned.code not in HARMLESS_WARNINGS for warned in facts.warnings)


def _rules_not_run(not_run: Iterable[NotRun]) -> list[str]:
    """One line a reason, with every rule that did not run for it; rules that do not concern the draft are no gap."""
    by_reason: dict[str, list[str]] = {}
    for each in dict.fromkeys(not_run):
        if each.reason in NOT_CONCERNED:
            continue
        by_reason.setdefault(_words(each.reason), []).append(each.rule)
    return [
        f"Quy tắc {_subjects(rules)} không chạy: {reason}."
        if len(rules) == 1
        else f"{len(rules)} quy tắc không chạy ({reason}): {_subjects(rules)}."
        for reason, rules in by_reason.items()
    ]


def _subjects(rules: Iterable[str]) -> str:
    """Rules as a person reads them: what they are about, their ids beside."""
    by_family: dict[str, list[str]] = {}
    for rule in rules:
        family = FAMILIES_VI.get(rule.partition(".")[0])
        by_family.setdefault(f"về {family[0].lower()}{family[1:]}" if family else "", []).append(rule)
    return "; ".join(
        f"{subject} ({', '.join(ids)})" if subject else ", ".join(ids) for subject, ids in by_family.items()
    )


def _words(reason: str) -> str:
    return REASONS_VI.get(reason, reason).rstrip(". ") or "không rõ lý do"
