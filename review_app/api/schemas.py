"""What requests may hold; what answers hold is documented by the same fields."""

from __future__ import annotations

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, Date, Dict, File, Integer, List, Raw, String
from apiflask.validators import Length, OneOf, Range

from review_app.domain.dossier import STATES
from review_app.services.searching import KINDS

LARGEST_ID = 2**31 - 1


class Text(String):
    """A string the database can hold: no NUL, no half of a surrogate pair."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if isinstance(text, str) and ("\0" in text or any("\ud800" <= char <= "\udfff" for char in text)):
            raise self.make_error("invalid")
        return text


class DossierQuery(Schema):
    state = Text(load_default="", metadata={"description": f"one of {' '.join(STATES)}; several by comma"})
    assignee = Text(load_default="", metadata={"description": "login of the assignee"})
    cursor = Integer(load_default=None, validate=Range(0, LARGEST_ID))
    limit = Integer(load_default=50, validate=Range(1, 100))


class ListQuery(Schema):
    cursor = Integer(load_default=None, validate=Range(0, LARGEST_ID))
    limit = Integer(load_default=100, validate=Range(1, 100))


class Metadata(Schema):
    title = Text(required=True, validate=Length(1, 2000))
    document_type = Text(required=True)
    issuer = Text(required=True)
    agency = Text(required=True)
    expedited = Boolean(load_default=False)
    expected_issue_date = Date(load_default=None, allow_none=True)
    reference = Text(load_default="", validate=Length(max=500))
    kind = Text(load_default="tham_dinh")


class DossierForm(Schema):
    metadata = Text(
        required=True, metadata={"description": "JSON: title, document_type, issuer, agency, ..."}
    )
    draft = List(File(), required=True, metadata={"description": "the files of the draft, in order"})
    attachments = List(File(), load_default=list)
    attachment_kinds = List(Text(), load_default=list, metadata={"description": "one for each attachment"})


class VersionForm(Schema):
    draft = List(File(), required=True)
    attachments = List(File(), load_default=list)
    attachment_kinds = List(Text(), load_default=list)


class ActionBody(Schema):
    reason = Text(load_default="", allow_none=True, validate=Length(max=5000))
    assignee = Raw(load_default=None, allow_none=True, metadata={"description": "login or id of a reviewer"})
    values = Dict(keys=Text(), load_default=dict, allow_none=True, data_key="fields")


class DispositionBody(Schema):
    disposition = Text(required=True)
    reason = Text(load_default="", allow_none=True, validate=Length(max=5000))
    wording = Text(load_default="", allow_none=True, validate=Length(max=20000))
    severity = Text(load_default=None, allow_none=True)


class SearchQuery(Schema):
    q = Text(load_default="", validate=Length(max=1000))
    kind = Text(load_default="", validate=OneOf(("", *KINDS)))
    agency = Text(load_default="")
    type = Text(load_default="")
    cursor = Integer(load_default=0, validate=Range(0, 10000))
    limit = Integer(load_default=20, validate=Range(1, 100))


class KpiQuery(Schema):
    from_ = Date(load_default=None, data_key="from")
    to = Date(load_default=None)
    by = Text(load_default="")


class RegisterForm(Schema):
    file = File(required=True)
