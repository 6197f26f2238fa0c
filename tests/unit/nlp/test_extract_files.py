"""Files told apart by content, refused with a code and advice, decoded, joined."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest

from nlp.errors import NlpError
from nlp.extract import join
from nlp.extract.reader import MAX_BYTES
from nlp.types import Extracted, ScanWarning, SourceFile, Unread
from tests.unit.nlp.builders import docx, extract, ole, paragraph, zip_of

DRAFT = "QUYẾT ĐỊNH\nĐiều 1. Phạm vi điều chỉnh\nQuyết định này quy định trình tự, thủ tục cấp giấy phép."
TCVN3 = (
    b"Quy \xae\xdenh v\xd2 tr\xd7nh t\xf9, th\xf1 t\xf4c c\xcap gi\xcay ph\xd0p x\xa9y d\xf9ng tr\xaan "
    b"\xae\xdea b\xb5n t\xd8nh; \xc1p d\xf4ng \xae\xd5n h\xd5t n\xa8m nay"
)
VNI = "Quyeát ñònh veà vieäc ban haønh quy ñònh trình töï, thuû tuïc caáp giaáy pheùp xaây döïng"


def refused(data: bytes, name: str = "x.docx") -> NlpError:
    with pytest.raises(NlpError) as caught:
        extract(data, name)
    return caught.value


class TestKind:
    def test_extension_is_never_asked(self) -> None:
        assert extract(docx(paragraph("Điều 1")), "du-thao.doc").format == "docx"
        assert refused(ole("WordDocument", "1Table"), "du-thao.docx").code == "unsupported"
        assert extract(DRAFT.encode(), "du-thao.pdf").format == "txt"

    @pytest.mark.parametrize(
        ("data", "code", "advice"),
        [
            (b"", "empty", "tải lên tệp có nội dung"),
            (b" \r\n\t\n", "empty", "tải lên tệp có nội dung"),
            (b"\xef\xbb\xbf\n", "empty", "tải lên tệp có nội dung"),
            ("\u200b\ufeff \u00a0".encode(), "empty", "tải lên tệp có nội dung"),
            (b"x" * (MAX_BYTES + 1), "too_large", "50 MB"),
            (ole("WordDocument"), "unsupported", ".docx"),
            (ole("EncryptionInfo", "EncryptedPackage"), "encrypted", "bỏ mật khẩu"),
            (ole("Workbook"), "unsupported", "Excel"),
            (ole("Khac"), "unsupported", ".docx"),
            (zip_of({"du-thao.docx": docx(paragraph("x")), "to-trinh.pdf": "x"}), "unsupported", "riêng từng tệp"),
            (zip_of({"anh.jpg": "x"}), "unsupported", "giải nén"),
            (zip_of({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<T/>"}), "unsupported", "Excel"),
            (zip_of({"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<T/>"}), "unsupported", "trình chiếu"),
            (zip_of({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}), "unsupported", "odt"),
            (b"{\\rtf1\\ansi Quy\\'e5t}", "unsupported", ".docx"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "unsupported", ".docx"),
            (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "unsupported", ".docx"),
            (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "unsupported", "ảnh"),
            (b"Rar!\x1a\x07\x01\x00" + b"x" * 90, "unsupported", "giải nén"),
            (bytes(range(256)) * 40, "unsupported", "Không nhận ra"),
            (b"PK\x03\x04 not an archive", "damaged", ".docx"),
            (b"%PDF-1.7 broken", "damaged", "PDF"),
        ],
    )  # fmt: skip
    def test_refusal_has_its_code_and_says_what_to_do(self, data: bytes, code: str, advice: str) -> None:
        error = refused(data)
        assert error.code == code
        assert advice in error.message
        assert error.message.endswith(".")

    def test_word_file_that_speaks_of_encrypted_packages_is_not_taken_for_one(self) -> None:
        text = b"x" * 3 + "EncryptedPackage".encode("utf-16-le")
        assert refused(ole("WordDocument") + text).code == "unsupported"


class TestPlainText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_unicode_encodings(self, encoding: str) -> None:
        extracted = extract(DRAFT.encode(encoding))
        assert extracted.text == DRAFT
        assert extracted.warnings == ()

    def test_windows_1258_is_read_and_doubted(self) -> None:
        # the code page holds tone marks as characters of their own
        decomposed = "".join(
            char if _in_cp1258(char) else _tone_apart(char) for char in unicodedata.normalize("NFC", DRAFT)
        )
        extracted = extract(decomposed.encode("cp1258"))
        assert extracted.text == DRAFT
        assert [warning.code for warning in extracted.warnings] == ["encoding_doubt"]

    def test_tcvn3_bytes_are_decoded_and_warned_of(self) -> None:
        extracted = extract(TCVN3)
        assert extracted.text.startswith(
            "Quy định về trình tự, thủ tục cấp giấy phép xây dựng trên địa bàn tỉnh; "
        )
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding"]

    def test_vni_letters_are_decoded_and_warned_of(self) -> None:
        extracted = extract(VNI.encode())
        assert extracted.text.startswith(
            "Quyết định về việc ban hành quy định trình tự, thủ tục cấp giấy phép"
        )
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding"]

    def test_decomposed_line_ends_and_invisible_characters(self) -> None:
        data = (
            unicodedata.normalize("NFD", DRAFT)
            .replace("\n", "\r\n")
            .replace("Điều", "\u200bĐiều\x07")
            .encode()
        )
        assert extract(data).text == DRAFT

    def test_few_broken_bytes_are_shown_and_unread(self) -> None:
        extracted = extract(DRAFT.encode() * 5 + b"\xff")
        (unread,) = extracted.unread
        assert extracted.text[unread.start : unread.end] == "\ufffd"

    def test_text_without_marks_is_never_clean(self) -> None:
        plain = "Quyet dinh nay quy dinh trinh tu thu tuc cap giay phep xay dung tren dia ban tinh. " * 5
        extracted = extract(plain.encode())
        assert [warning.code for warning in extracted.warnings] == ["no_diacritics"]
        assert extracted.unread[0].end == len(extracted.text)

    def test_garbled_text_is_never_clean(self) -> None:
        garbled = "QUY T Đ NH v vi c b n h nh quy đ nh tr nh t th t c c p gi y ph p ế ị ề ệ ủ ụ ấ é " * 5
        assert [warning.code for warning in extract(garbled.encode()).warnings] == ["garbled_text"]

    def test_foreign_names_are_no_garble(self) -> None:
        names = (
            "Danh mục loài: Thunnus albacares, Katsuwonus pelamis, Scomberomorus commerson, Lutjanus. " * 6
        )
        assert extract(names.encode()).warnings == ()


def _in_cp1258(char: str) -> bool:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        return False
    return True


def _tone_apart(char: str) -> str:
    """The letter with its tone mark as a character of its own, its vowel mark kept: ế -> ê + acute."""
    parts = unicodedata.normalize("NFD", char)
    tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


class TestHardWrappedText:
    WRAPPED = """QUYẾT ĐỊNH
Ban hành Quy định về bến khách ngang sông trên địa bàn tỉnh và
cơ chế phối hợp

Điều 1. Phạm vi điều chỉnh
1. Quy định này quy định trình tự, thủ tục cấp phép theo quy định tại khoản 3
Điều 12 Luật Giao thông đường thủy và các văn bản hướng dẫn thi hành của Bộ
Xây dựng về hoạt động của bến.

2

2. Thời hạn giải quyết là 05 ngày làm việc kể từ ngày nhận đủ hồ sơ theo quy định
tại Điều này, trừ trường hợp phải lấy ý kiến của cơ quan có liên quan về quy
a) Nộp hồ sơ;
b) Nhận kết quả.

3

hoạch mạng lưới bến trên địa bàn.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực kể từ ngày ký./."""

    def test_lines_become_paragraphs_and_page_numbers_go(self) -> None:
        extracted = extract(self.WRAPPED.encode())
        lines = extracted.text.split("\n")
        assert "Ban hành Quy định về bến khách ngang sông trên địa bàn tỉnh và cơ chế phối hợp" in lines
        assert any(line.startswith("1. Quy định này") and "khoản 3 Điều 12 Luật" in line for line in lines)
        assert [line[:7] for line in lines if line.startswith("Điều")] == ["Điều 1.", "Điều 2."]
        assert "a) Nộp hồ sơ;" in lines
        assert extracted.headers == ("2", "3")

    GLUED = """Điều 4. Mức hỗ trợ một lần cho người tham gia và cách tính mức hỗ trợ đó theo
thời gian đã tham gia trên địa bàn tỉnh, kể cả thời gian tham gia ở nơi khác trước
khi chuyển về tỉnh
1. Mức hỗ trợ tính như sau, áp dụng chung cho mọi đối tượng đã nêu tại điều trên và
không phân biệt nơi cư trú
a) Thời gian tham gia không quá 60 tháng
b) Bắt đầu tham gia sau năm 2020 thì mức hỗ trợ tính theo thời gian thực tế được xác
nhận, chuyển vào tài khoản
c) Trường hợp khác do người đề nghị nêu trong đơn theo mẫu số
2. Việc chi trả thực hiện một lần cho cả thời gian, kể cả thời gian lẻ quy định tại khoản
1 Điều này
Điều 5. Hiệu lực"""

    def test_line_with_the_next_number_is_never_glued_to_the_one_before(self) -> None:
        lines = extract(self.GLUED.encode()).text.split("\n")
        heads = ["Điều 4.", "1. Mức", "a) Thời", "b) Bắt", "c) Trường", "2. Việc", "Điều 5."]
        assert [line[: len(head)] for line, head in zip(lines, heads, strict=True)] == heads
        assert lines[5].endswith("quy định tại khoản 1 Điều này")

    def test_long_lines_are_left_as_they_are(self) -> None:
        text = "\n".join(
            f"{at}. Đoạn văn dài không xuống dòng giữa chừng " + "nội dung " * 40 for at in range(12)
        )
        assert extract(text.encode()).text.split("\n") == [line.strip() for line in text.split("\n")]


class TestWebPage:
    def test_blocks_rows_lists_and_scripts(self) -> None:
        page = """<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body>
        <script>alert(1)</script><p>Điều 1.
           Phạm&nbsp;vi</p><div>Khoản<br>hai</div>
        <ol type="a"><li>Đơn</li><li>Bản sao</li></ol><ul><li>khác</li></ul>
        <table><tr><th>TT</th><th>Tên</th></tr><tr><td>1</td><td><p>Đơn</p><p>đề nghị</p></td></tr></table>
        <table><tr><td><p>Điều 2. Trong khung</p><p>1. Một</p></td></tr></table></body></html>"""
        extracted = extract(page.encode())
        assert extracted.format == "html"
        assert extracted.text.split("\n") == [
            "Điều 1. Phạm\u00a0vi", "Khoản", "hai", "a) Đơn", "b) Bản sao", "- khác", "TT | Tên", "1 | Đơn / đề nghị",
            "Điều 2. Trong khung", "1. Một",
        ]  # fmt: skip

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
    def test_declared_encoding(self, encoding: str) -> None:
        text = "Đơn đề" if encoding != "cp1258" else "Đơn đê"
        page = f'<html><head><meta charset="{encoding}"></head><body><p>{text}</p></body></html>'
        assert extract(page.encode(encoding)).text == text

    def test_nothing_is_lost_in_deep_nesting(self) -> None:
        page = "<html><body>" + "<div>" * 400 + "sâu" + "</div>" * 400 + "<p>sau</p></body></html>"
        assert extract(page.encode()).text == "sâu\nsau"

    def test_page_laid_out_by_a_table_keeps_its_lines(self) -> None:
        rows = "".join(f"<p>Điều {at}. Quy định</p>" for at in range(1, 60))
        page = f"<html><body><table><tr><td>Trình đơn</td><td>{rows}</td></tr></table></body></html>"
        assert "Điều 7. Quy định" in extract(page.encode()).text.split("\n")

    def test_empty_page(self) -> None:
        assert refused(b"<html><body><script>x</script></body></html>").code == "empty"


class TestJoin:
    def test_offsets_move_with_their_part(self) -> None:
        first = Extracted("Điều 1.", "docx", warnings=(ScanWarning("a", "x", 0, 4),))
        second = Extracted(
            "Phụ lục\n[1] chú thích",
            "pdf",
            notes_at=8,
            warnings=(ScanWarning("b", "y"),),
            unread=(Unread(0, 7, "z"),),
        )
        draft = join([first, second])
        assert draft.text == "Điều 1.\n\f\nPhụ lục\n[1] chú thích"
        assert [draft.text[start:end] for start, end in draft.parts] == [first.text, second.text]
        assert draft.notes_at == (None, 18)
        assert draft.text[18:] == "[1] chú thích"
        assert draft.warnings == (ScanWarning("a", "x", 0, 4), ScanWarning("b", "y", None, None))
        assert draft.unread == (Unread(10, 17, "z"),)

    def test_one_part_is_its_own_text(self) -> None:
        draft = join([Extracted("x", "txt")])
        assert (draft.text, draft.parts, draft.notes_at) == ("x", ((0, 1),), (None,))

    def test_no_part_ever_holds_the_separator(self) -> None:
        assert "\f" not in extract(b"Dieu 1\fDieu 2").text


def test_archive_in_an_archive_is_never_opened() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * (30 << 20))
    error = refused(zip_of({"trong.zip": inner.getvalue()}))
    assert error.code == "unsupported"


def test_source_name_is_not_trusted() -> None:
    assert SourceFile("../../etc/x.docx", b"").name.startswith("..")
    assert extract(DRAFT.encode(), "../../etc/x.docx").text == DRAFT
