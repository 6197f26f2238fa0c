"""Synthetic documents of 18 articles and about 14,000 characters, made by seed, to measure search on."""

from __future__ import annotations

import random
from itertools import accumulate

from index.types import Record
from nlp.text import fold

_ACTORS = [
    "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân cấp xã", "Sở Tư pháp", "Sở Xây dựng",
    "Sở Nông nghiệp và Môi trường", "tổ chức, cá nhân", "hộ gia đình", "doanh nghiệp",
    "Chủ tịch Ủy ban nhân dân tỉnh", "cơ quan tiếp nhận hồ sơ", "Trung tâm Phục vụ hành chính công",
    "đơn vị sự nghiệp công lập",
]  # fmt: skip
_VERBS = [
    "chịu trách nhiệm", "tổ chức thực hiện", "hướng dẫn", "kiểm tra, giám sát", "phối hợp rà soát",
    "tiếp nhận", "thẩm định", "nộp", "công bố công khai", "báo cáo định kỳ về", "lập danh mục",
    "quyết định hỗ trợ",
]  # fmt: skip
_MATTERS = [
    "thủ tục hành chính", "hồ sơ đề nghị", "cấp giấy phép xây dựng", "thời hạn giải quyết",
    "quản lý nước sạch", "khai thác khoáng sản", "bảo tồn di sản văn hóa", "hỗ trợ sản xuất nông nghiệp",
    "phí và lệ phí", "nuôi trồng thủy sản", "quy hoạch sử dụng đất", "hòa giải ở cơ sở",
    "an toàn thực phẩm", "chăn nuôi tập trung", "vận tải hành khách", "chiếu sáng đô thị", "rừng phòng hộ",
    "giá đất cụ thể", "trợ giúp xã hội", "phòng cháy và chữa cháy", "chuyển đổi số", "quảng cáo ngoài trời",
    "nhà ở xã hội", "giáo dục nghề nghiệp", "dữ liệu dùng chung",
]  # fmt: skip
_ENDINGS = [
    "theo quy định của pháp luật có liên quan",
    "trong thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", "trên địa bàn tỉnh",
    "bằng hình thức trực tiếp hoặc trực tuyến", "và chịu trách nhiệm về kết quả thực hiện",
    "trừ trường hợp bất khả kháng", "theo mẫu tại phụ lục kèm theo", "phù hợp với điều kiện của địa phương",
]  # fmt: skip
_ONSETS = [
    "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th",
    "tr", "v",
]  # fmt: skip
_RIMES = [
    "a", "ài", "ạn", "ăng", "âm", "ể", "ênh", "iếu", "oan", "ọc", "ôi", "ống", "ơn", "uật", "ương", "ữ",
    "ý", "uyền",
]  # fmt: skip
_RARE = [onset + rime for onset in _ONSETS for rime in _RIMES]
_RARE_WEIGHTS = list(accumulate(1 / (rank + 5) for rank in range(len(_RARE))))
_PLACES = 400


def make_records(count: int, seed: int) -> list[Record]:
    """So many documents, always the same for a seed."""
    chance = random.Random(seed)
    return [_document(chance, number) for number in range(count)]


def _document(chance: random.Random, number: int) -> Record:
    matter = chance.choice(_MATTERS)
    own_number = f"{chance.randint(1, 99)}/{chance.randint(2016, 2025)}/QĐ-UBND"
    title = f"Quyết định ban hành Quy định về {matter} trên địa bàn {_place(chance)}"
    articles = [_article(chance, position) for position in range(1, 19)]
    return Record(
        id=f"document-{number}", kind="document", title=title, text=f"{title}\n" + "\n".join(articles),
        audience=frozenset({"office", f"agency:{number % 20}"}), number=own_number, agency=f"agency-{number % 20}",
        type="quyet_dinh", date=f"{chance.randint(2016, 2025)}-0{chance.randint(1, 9)}-15",
    )  # fmt: skip


def _article(chance: random.Random, position: int) -> str:
    clauses = [f"{number}. {_sentence(chance)} {_sentence(chance)}" for number in range(1, 4)]
    return f"Điều {position}. {_capital(chance.choice(_MATTERS))}\n" + "\n".join(clauses)


def _sentence(chance: random.Random) -> str:
    rare = " ".join(chance.choices(_RARE, cum_weights=_RARE_WEIGHTS, k=chance.randint(2, 6)))
    basis = ""
    if chance.random() < 0.15:
        basis = f" theo Nghị định số {chance.randint(1, 180)}/{chance.randint(2010, 2025)}/NĐ-CP"
    return (
        f"{_capital(chance.choice(_ACTORS))} {chance.choice(_VERBS)} {chance.choice(_MATTERS)} {rare}"
        f"{basis} {chance.choice(_ENDINGS)}."
    )


def _place(chance: random.Random) -> str:
    return f"khu vực {chance.choice(_RARE)} số {chance.randint(1, _PLACES)}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def make_questions(records: list[Record], seed: int, each: int) -> dict[str, list[str]]:
    """Questions as people type them, by kind; `each` of every kind."""
    chance = random.Random(seed + 1)

    def pair() -> str:
        return " ".join(chance.choices(_RARE, cum_weights=_RARE_WEIGHTS, k=2))

    return {
        "number": [chance.choice(records).number for _ in range(each)],
        "words": [f"{chance.choice(_MATTERS)} {chance.choice(_RARE)}" for _ in range(each)],
        "words without marks": [fold(chance.choice(_MATTERS)) for _ in range(each)],
        "phrase": [f'"{chance.choice(_MATTERS)}"' for _ in range(each)],
        "rare words": [pair() for _ in range(each)],
        "prefix": [f"{chance.choice(['nghi', 'thu', 'khu', 'phư', 'trư'])}*" for _ in range(each)],
        "operators": [
            f"{chance.choice(_MATTERS)} OR {chance.choice(_MATTERS)} NOT {chance.choice(_RARE)}"
            for _ in range(each)
        ],
    }
