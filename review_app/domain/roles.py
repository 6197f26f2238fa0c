"""Who acts: the eight roles of the service and the person behind a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the office; everybody has exactly one role."""

    AGENCY_OFFICER = "agency_officer"
    INTAKE = "intake"
    REVIEWER = "reviewer"
    HEAD = "head"
    DIRECTOR = "director"
    RULE_EDITOR = "rule_editor"
    ADMIN = "admin"
    INSPECTOR = "inspector"


ROLES: tuple[str, ...] = tuple(role.value for role in Role)

LABELS_VI: dict[Role, str] = {
    Role.AGENCY_OFFICER: "Cán bộ cơ quan soạn thảo",
    Role.INTAKE: "Văn thư tiếp nhận",
    Role.REVIEWER: "Chuyên viên thẩm định",
    Role.HEAD: "Trưởng phòng",
    Role.DIRECTOR: "Giám đốc Sở",
    Role.RULE_EDITOR: "Người biên tập bộ quy tắc",
    Role.ADMIN: "Quản trị hệ thống",
    Role.INSPECTOR: "Người kiểm tra, giám sát",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts. `agency_id` is None for staff of the Sở and for an officer without an agency."""

    id: int
    role: Role
    agency_id: int | None = None
