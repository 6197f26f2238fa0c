"""Pages of placed letters put back into paragraphs, rows and notes; what is a picture is said to be unread."""

from __future__ import annotations

import pytest

from nlp.errors import NlpError
from tests.unit.nlp.builders import LOCKED, PdfPage, extract, pdf

BODY = [
    "    Điều 1. Phạm vi điều chỉnh",
    "    1. Quy định này quy định trình tự cấp phép theo quy định tại khoản 3",
    "Điều 12. Hồ sơ của Luật Đường thủy và các văn bản hướng dẫn thi hành Luật;",
    "trường hợp khác thực hiện theo quy định của Ủy ban nhân dân cấp tỉnh đã",
    "ban hành.",
    "    a) Đơn đề nghị theo mẫu;",
    "    b) Bản sao giấy tờ.",
    "    Điều 2. Hiệu lực thi hành",
    "    Quyết định này có hiệu lực kể từ ngày 01 tháng 01 năm 2026 và thay thế",
    "quyết định trước đây.",
]


def lines_of(*pages: PdfPage) -> list[str]:
    return extract(pdf(pages)).text.split("\n")


def refused(data: bytes) -> NlpError:
    with pytest.raises(NlpError) as caught:
        extract(data)
    return caught.value


class TestParagraphs:
    def test_wrapped_lines_join_and_a_wrapped_citation_begins_no_line(self) -> None:
        assert lines_of(PdfPage().lines(BODY)) == [
            "Điều 1. Phạm vi điều chỉnh",
            "1. Quy định này quy định trình tự cấp phép theo quy định tại khoản 3 Điều 12. Hồ sơ của Luật Đường thủy "
            "và các văn bản hướng dẫn thi hành Luật; trường hợp khác thực hiện theo quy định của Ủy ban nhân dân "
            "cấp tỉnh đã ban hành.",
            "a) Đơn đề nghị theo mẫu;",
            "b) Bản sao giấy tờ.",
            "Điều 2. Hiệu lực thi hành",
            "Quyết định này có hiệu lực kể từ ngày 01 tháng 01 năm 2026 và thay thế quyết định trước đây.",
        ]

    def test_paragraph_runs_over_the_page_and_what_repeats_goes_to_the_headers(self) -> None:
        pages = [
            PdfPage([(250, 810, 11, "Bản dự thảo lần 2"), (300, 40, 11, str(at + 1))]).lines(
                [f"    {at + 1}. Khoản {word} của Điều này quy định", f"về việc {word}.", f"    Mẫu số {at}"]
            )
            for at, word in enumerate(("nhận", "trả", "xét", "hủy"))
        ]
        extracted = extract(pdf(pages))
        assert extracted.headers == ("Bản dự thảo lần 2", "1", "2", "3", "4")
        assert extracted.text.split("\n")[:3] == [
            "1. Khoản nhận của Điều này quy định về việc nhận.", "Mẫu số 0",
            "2. Khoản trả của Điều này quy định về việc trả.",
        ]  # fmt: skip

    def test_sentence_cut_by_the_page_is_one_paragraph(self) -> None:
        lines = lines_of(PdfPage().lines(BODY[:4]), PdfPage().lines(BODY[4:]))
        assert any(line.endswith("cấp tỉnh đã ban hành.") for line in lines)

    def test_columns_of_the_heading_are_parted(self) -> None:
        page = PdfPage(
            [(60, 800, 12, "ỦY BAN NHÂN DÂN"), (300, 800, 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]
        )
        assert lines_of(page)[0] == "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"

    def test_blank_for_a_date_parts_nothing(self) -> None:
        page = PdfPage(
            [(60, 800, 12, "Số: "), (100, 800, 12, "/2025/QĐ-UBND, ngày"), (260, 800, 12, "tháng 5")]
        )
        assert lines_of(page) == ["Số: /2025/QĐ-UBND, ngày tháng 5"]

    def test_letters_drawn_out_of_order_or_twice_read_in_their_places(self) -> None:
        page = PdfPage([(100, 700, 12, "Đi u 1."), (112, 700, 12, "ề"), (112.3, 700, 12, "ề")])
        assert lines_of(page) == ["Điều 1."]

    @pytest.mark.parametrize("rotate", [90, 180, 270])
    def test_turned_page(self, rotate: int) -> None:
        place = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}[rotate]
        page = PdfPage(drawing=place, rotate=rotate).lines(BODY[:2], top=500)
        assert lines_of(page) == [line.strip() for line in BODY[:2]]

    def test_footnote_goes_to_the_end_and_its_mark_joins_no_number(self) -> None:
        first = PdfPage().lines(["    Thực hiện theo Điều 5", *BODY[7:]])
        first.texts.append((85 + 21 * 6 + 2, 766, 7, "1"))
        first.texts += [(85, 63, 6, "1"), (90, 60, 9, "Chú thích của Điều 5.")]
        extracted = extract(pdf([first, PdfPage().lines(BODY)]))
        assert extracted.text.startswith("Thực hiện theo Điều 5\n")
        assert extracted.notes_at is not None
        assert extracted.text[extracted.notes_at :] == "[1] Chú thích của Điều 5."


class TestTables:
    GRID = "".join(f"{x} 500 m {x} 600 l S " for x in (80, 200, 400)) + "".join(
        f"80 {y} m 400 {y} l S " for y in (600, 550, 500)
    )

    def test_row_of_a_ruled_table_is_one_line(self) -> None:
        page = PdfPage(drawing=self.GRID).lines(["    Thành phần hồ sơ như sau:"])
        page.texts += [
            (85, 580, 12, "Số TT"), (205, 580, 12, "Tên hồ sơ, tài liệu đề nghị cấp"), (205, 562, 12, "giấy phép"),
            (85, 530, 12, "1"), (205, 530, 12, "Đơn đề nghị;"), (205, 512, 12, "Bản sao."),
        ]  # fmt: skip
        assert lines_of(page) == [
            "Thành phần hồ sơ như sau:", "Số TT | Tên hồ sơ, tài liệu đề nghị cấp giấy phép",
            "1 | Đơn đề nghị; / Bản sao.",
        ]  # fmt: skip

    def test_cell_over_two_rows_is_said_once(self) -> None:
        grid = self.GRID.replace("80 550 m 400 550 l S", "200 550 m 400 550 l S")
        page = PdfPage(drawing=grid)
        page.texts += [(85, 560, 12, "Nhóm"), (205, 580, 12, "một"), (205, 530, 12, "hai")]
        assert lines_of(page) == ["Nhóm | một", "| hai"]

    def test_shading_and_frames_make_no_table(self) -> None:
        shaded = "80 745 200 20 re f 280 745 120 20 re f 60 700 450 100 re S"
        page = PdfPage(drawing=shaded).lines(BODY[:2])
        assert lines_of(page) == [line.strip() for line in BODY[:2]]


class TestUnread:
    def test_scan_has_no_text(self) -> None:
        assert refused(pdf([PdfPage(image_share=1.0)] * 2)).code == "no_text"

    def test_scan_with_a_head_on_each_page_has_no_text(self) -> None:
        pages = [
            PdfPage([(60, 820, 11, f"CÔNG BÁO/Số 12/Ngày 01-02-2025 {number}")], image_share=0.8)
            for number in range(3)
        ]
        assert refused(pdf(pages)).code == "no_text"

    def test_page_that_is_a_picture_among_pages_of_text(self) -> None:
        extracted = extract(pdf([PdfPage().lines(BODY), PdfPage(image_share=1.0), PdfPage().lines(BODY)]))
        assert [warning.code for warning in extracted.warnings] == ["page_without_text"]
        assert "Trang 2" in extracted.unread[0].reason

    def test_blank_page_is_nothing_to_read(self) -> None:
        assert extract(pdf([PdfPage().lines(BODY), PdfPage()])).unread == ()

    def test_text_laid_over_a_scan_is_doubted(self) -> None:
        extracted = extract(pdf([PdfPage(image_share=1.0).lines(BODY * 2)]))
        assert [warning.code for warning in extracted.warnings] == ["ocr_text"]

    def test_garbled_page_is_unread(self) -> None:
        garbled = ["b n h nh quy đ nh tr nh t th t c c p gi y ph p ế ị ề ệ ủ ụ ấ é x w"] * 6
        extracted = extract(pdf([PdfPage().lines(BODY * 2), PdfPage().lines(garbled)]))
        assert "garbled_text" in [warning.code for warning in extracted.warnings]

    def test_page_of_a_broken_file_is_damaged_or_said_to_be(self) -> None:
        data = pdf([PdfPage().lines(BODY)])
        assert refused(data[:40]).code == "damaged"

    def test_password(self) -> None:
        assert refused(pdf([PdfPage().lines(BODY)], encrypted=LOCKED)).code == "encrypted"
