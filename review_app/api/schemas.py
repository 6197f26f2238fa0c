"""What requests may hold; what answers hold is documented by the same fields."""

from __future__ import annotations

from apiflask import Schema
from apiflask.fields import Boolean, Date, Dict, File, Integer, List, Raw, String
from apiflask.validators import Length, Range

from review_app.domain.dossier import STATES


class DossierQuery(Schema):
    state = String(load_default="", metadata={"description": f"one of {' '.join(STATES)}; several by comma"})
    assignee = String(load_default="", metadata={"description": "login of the assignee"})
    cursor = Integer(load_default=None)
    limit = Integer(load_default=50, validate=Range(1, 100))


class ListQuery(Schema):
    cursor = Integer(load_default=None)
    limit = Integer(load_default=100, validate=Range(1, 100))


class Metadata(Schema):
    title = String(required=True, validate=Length(1, 2000))
    document_type = String(required=True)
    issuer = String(required=True)
    agency = String(required=True)
    expedited = Boolean(load_default=False)
    expected_issue_date = Date(load_default=None, allow_none=True)
    reference = String(load_default="", validate=Length(max=500))
    kind = String(load_default="tham_dinh")


class DossierForm(Schema):
    metadata = String(
        required=True, metadata={"description": "JSON: title, document_type, issuer, agency, ..."}
    )
    draft = List(File(), required=True, metadata={"description": "the files of the draft, in order"})
    attachments = List(File(), load_default=list)
    attachment_kinds = List(String(), load_default=list, metadata={"description": "one for each attachment"})


class VersionForm(Schema):
    draft = List(File(), required=True)
    attachments = List(File(), load_default=list)
    attachment_kinds = List(String(), load_default=list)


class ActionBody(Schema):
    reason = String(load_default="", allow_none=True, validate=Length(max=5000))
    assignee = Raw(load_default=None, allow_none=True, metadata={"description": "login or id of a reviewer"})
    values = Dict(keys=String(), load_default=dict, allow_none=True, data_key="fields")


class DispositionBody(Schema):
    disposition = String(required=True)
    reason = String(load_default="", allow_none=True, validate=Length(max=5000))
    wording = String(load_default="", allow_none=True, validate=Length(max=20000))
    severity = String(load_default=None, allow_none=True)


class SearchQuery(Schema):
    q = String(load_default="", validate=Length(max=1000))
    kind = String(load_default="")
    agency = String(load_default="")
    type = String(load_default="")
    cursor = Integer(load_default=0, validate=Range(0, 10000))
    limit = Integer(load_default=20, validate=Range(1, 100))


class KpiQuery(Schema):
    from_ = Date(load_default=None, data_key="from")
    to = Date(load_default=None)
    by = String(load_default="")


class RegisterForm(Schema):
    file = File(required=True)
