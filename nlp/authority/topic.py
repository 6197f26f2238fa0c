"""What a procedure is about, read from its name or heading: the act asked of the state, and the thing it is asked for.

The parts of one procedure share both; two procedures on one thing ('cấp', 'gia hạn', 'thu hồi') differ in the act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text import fold, shadow

_WORD = re.compile(r"[^\W_]+")
_FRAME = re.compile(
    r"\b(?:thủ tục hành chính|thành phần|số lượng|hồ sơ|trình tự|thủ tục|quy trình|cách thức|phương thức|hình thức|"
    r"thời hạn|thời gian|đối tượng|cơ quan|thẩm quyền|kết quả|yêu cầu|điều kiện|mẫu|đơn(?! vị)|tờ khai|giấy đề nghị|"
    r"văn bản đề nghị|phí|lệ phí|"
    r"nộp|tiếp nhận|trả|giải quyết|xử lý|thực hiện|đề nghị|xin|xét duyệt|xét|thẩm định|quyết định|quy định|"
    r"bao gồm|gồm|về|việc|đối với|của|và|các|những|theo|tại|cho|trong|là|được|khi|hoặc|này|chung|bước|"
    r"số \d+|điều \d+)\b"
)
_ACTS = (
    ("cấp lại", re.compile(r"\bcấp lại\b")),
    ("cấp đổi", re.compile(r"\b(?:cấp )?đổi\b")),
    ("gia hạn", re.compile(r"\bgia hạn\b")),
    ("thu hồi", re.compile(r"\bthu hồi\b")),
    ("điều chỉnh", re.compile(r"\b(?:điều chỉnh|sửa đổi|thay đổi)\b")),
    ("chấm dứt", re.compile(r"\b(?:chấm dứt|hủy|tạm dừng|tạm ngừng|đình chỉ)\b")),
    ("công nhận lại", re.compile(r"\bcông nhận lại\b")),
    ("công nhận", re.compile(r"\bcông nhận\b(?! lại)")),
    ("đăng ký", re.compile(r"\bđăng ký\b")),
    ("hỗ trợ", re.compile(r"\b(?:hỗ trợ|trợ cấp|chi trả)\b")),
    ("cấp", re.compile(r"\bcấp\b(?! (?:lại|đổi|tỉnh|xã|huyện|bộ|trung ương|cơ sở|trên|dưới|thẩm quyền))")),
)
_CHANGING = frozenset({"cấp lại", "cấp đổi", "gia hạn", "thu hồi", "điều chỉnh", "chấm dứt", "công nhận lại"})
_PROCEDURAL = re.compile(
    r"hồ sơ|trình tự|thủ tục|quy trình|thời hạn giải quyết|cách thức|đề nghị|cấp (?:lại|đổi|giấy|phép|thẻ|chứng)|"
    r"gia hạn|thu hồi|đăng ký|công nhận|chấp thuận|xác nhận|xét|tiếp nhận|giải quyết|mẫu đơn|tờ khai|hỗ trợ|phê duyệt"
)
_PART_LABEL = re.compile(
    r"^\W*(?:trình tự|cách thức|phương thức|thành phần|số lượng|hồ sơ|thời hạn|thời gian|đối tượng|cơ quan|kết quả|"
    r"yêu cầu|điều kiện|phí|lệ phí|mẫu|tên mẫu)\b"
)
_NAME_START = re.compile(
    r"^\W*(?:(?:\d[\d.]*|[ivx]{1,5})[.)] ?)?(?:trình tự, |hồ sơ, )?(?:thủ tục|gia hạn|thu hồi|công nhận|"
    r"cấp(?! (?:tỉnh|xã|huyện|bộ|trung ương|cơ sở))|đăng ký|hỗ trợ|"
    r"điều chỉnh|xác nhận|chấp thuận|phê duyệt|miễn|giảm|chuyển|cho phép|thông báo|thẩm định)\b"
)
_OTHER_MATTER = re.compile(
    r"^\W*(?:trách nhiệm|nhiệm vụ|nguyên tắc|mức|nội dung|phạm vi|tổ chức thực hiện|điều khoản|hiệu lực|quyền|kinh phí|"
    r"danh mục|các biểu mẫu|biểu mẫu|nguồn|giải thích|chế độ|nghĩa vụ|chính sách)\b"
)
_ASKED = re.compile(
    r"(?:đề nghị|xin|hồ sơ|thủ tục) ((?:cấp|gia hạn|hỗ trợ|công nhận|chấp thuận|xác nhận|đăng ký|thu hồi|phê duyệt|"
    r"điều chỉnh|miễn|giảm)\b[^.,;:()\n]{3,90})"
)
_PREFIX = re.compile(
    r"^(?:quy định (?:về )?|(?:thành phần|số lượng|hồ sơ|trình tự|thủ tục|quy trình|thời hạn|cách thức|thực hiện|"
    r"giải quyết|tiếp nhận|và|hành chính|đơn(?! vị)|tờ khai|giấy|văn bản|phiếu|công văn)[ ,]{1,3}){1,12}"
    r"(?:đề nghị |xin |xét |về |để )?"
)
_BREAK = re.compile(
    r"\s(?:theo|tại|đến|gửi|nộp|gồm|bao gồm|trong|phải|thì|kể từ|của (?:tổ chức|cá nhân|hộ|doanh))\b"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """The acts and the syllables of the thing asked for; both empty for a heading like 'Trình tự thực hiện'."""

    acts: frozenset[str]
    thing: frozenset[str]

    def says_something(self) -> bool:
        """Whether the words name an act or a thing at all."""
        return bool(self.acts or self.thing)

    def other_act(self, other: Topic) -> bool:
        """Whether both name acts and none in common."""
        return bool(self.acts and other.acts) and not self.acts & other.acts

    def only_changes(self, other: Topic) -> bool:
        """Whether this one changes or ends what is already held ('cấp lại', 'thay đổi') and the other does not."""
        return bool(self.acts & _CHANGING) and not other.acts & _CHANGING

    def same_thing(self, other: Topic, share: float = 0.6) -> bool:
        """Whether the shorter description of the thing is, for the most part, in the longer."""
        shorter = min(len(self.thing), len(other.thing))
        if shorter == 0 or (shorter == 1 and self.thing != other.thing and self.acts != other.acts):
            return False
        return len(self.thing & other.thing) >= share * shorter


NOTHING = Topic(frozenset(), frozenset())


def topic_of(words: str) -> Topic:
    """The topic that a heading or name speaks of."""
    low = shadow(words)
    acts = frozenset(name for name, pattern in _ACTS if pattern.search(low))
    rest = low
    for _, pattern in _ACTS:
        rest = pattern.sub(" ", rest)
    return Topic(acts, frozenset(_WORD.findall(fold(_FRAME.sub(" ", rest)))))


def is_procedural(heading: str) -> bool:
    """Whether a heading announces a procedure or a part of one, rather than duties, principles, levels of money."""
    low = shadow(heading)
    if _OTHER_MATTER.search(low):
        return False
    return _PROCEDURAL.search(low) is not None or any(pattern.search(low) for _, pattern in _ACTS)


def is_other_matter(heading: str) -> bool:
    """Whether a heading announces duties, principles, levels of money: a clause below may still hide a procedure."""
    return _OTHER_MATTER.search(shadow(heading)) is not None


def names_procedure(words: str) -> bool:
    """Whether words by themselves name one procedure: they begin with 'thủ tục' or with an act, and name a thing."""
    low = shadow(words)
    begins = _NAME_START.match(low) is not None
    return begins and bool(topic_of(words).thing)


def is_part_label(words: str) -> bool:
    """Whether words only say which part of a procedure follows: 'Thành phần hồ sơ gồm', 'Thời hạn giải quyết'."""
    return _PART_LABEL.match(shadow(words)) is not None and not topic_of(words).says_something()


def plain_name(heading: str) -> str:
    """A heading without the words that only announce a part: 'Hồ sơ, trình tự cấp thẻ' names 'Cấp thẻ'."""
    match = _PREFIX.match(shadow(heading))
    rest = heading[match.end() :] if match else heading
    return rest[:1].upper() + rest[1:] if topic_of(rest).says_something() else heading


def asked_for(text: str) -> str | None:
    """The words 'cấp giấy phép …', 'hỗ trợ …' that a text says are applied for; None without."""
    match = _ASKED.search(shadow(text))
    if match is None:
        return None
    words = text[match.start(1) : match.end(1)]
    cut = _BREAK.search(shadow(words))
    words = " ".join(words[: cut.start() if cut else len(words)].split())
    return words if topic_of(words).thing else None
