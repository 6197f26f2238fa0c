"""Who may do what, and who may see what: asked by views, services and templates alike."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from review_app.domain.dossier import RELEASED_STATES, DossierView
from review_app.domain.errors import DossierUnknown, NotAllowed
from review_app.domain.roles import Actor, Role


class Permission(StrEnum):
    """What can be granted; the actions of the workflow stand in the workflow's own table."""

    SEE_DOSSIER = "see_dossier"
    SEE_FINDINGS = "see_findings"
    SEE_REPORT = "see_report"
    SUBMIT_DOSSIER = "submit_dossier"
    UPLOAD_VERSION = "upload_version"
    DECIDE_FINDING = "decide_finding"
    RETRY_PROCESSING = "retry_processing"
    SEARCH = "search"
    SEARCH_OFFICE = "search_office"
    SEE_KPI = "see_kpi"
    IMPORT_REGISTER = "import_register"
    CONFIRM_MATCH = "confirm_match"
    SEE_KNOWLEDGE = "see_knowledge"
    IMPORT_KNOWLEDGE = "import_knowledge"


# Staff and inspectors who may read drafts. An admin keeps the machine running and reads none.
OFFICE_READERS = frozenset(
    {Role.INTAKE, Role.REVIEWER, Role.HEAD, Role.DIRECTOR, Role.RULE_EDITOR, Role.INSPECTOR}
)
_ALL = frozenset(Role)

# By role alone; what also depends on the dossier is narrowed below.
GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.SEE_DOSSIER: OFFICE_READERS | {Role.AGENCY_OFFICER},
    Permission.SEE_FINDINGS: OFFICE_READERS | {Role.AGENCY_OFFICER},
    Permission.SEE_REPORT: OFFICE_READERS | {Role.AGENCY_OFFICER},
    Permission.SUBMIT_DOSSIER: frozenset({Role.AGENCY_OFFICER, Role.INTAKE}),
    Permission.UPLOAD_VERSION: frozenset({Role.AGENCY_OFFICER, Role.INTAKE}),
    Permission.DECIDE_FINDING: frozenset({Role.REVIEWER}),
    Permission.RETRY_PROCESSING: frozenset({Role.INTAKE, Role.REVIEWER, Role.HEAD}),
    Permission.SEARCH: _ALL,
    Permission.SEARCH_OFFICE: OFFICE_READERS,
    Permission.SEE_KPI: frozenset({Role.INTAKE, Role.REVIEWER, Role.HEAD, Role.DIRECTOR, Role.INSPECTOR}),
    Permission.IMPORT_REGISTER: frozenset({Role.INTAKE}),
    Permission.CONFIRM_MATCH: frozenset({Role.INTAKE, Role.HEAD}),
    Permission.SEE_KNOWLEDGE: frozenset({Role.RULE_EDITOR, Role.ADMIN, Role.INSPECTOR}),
    Permission.IMPORT_KNOWLEDGE: frozenset({Role.RULE_EDITOR, Role.ADMIN}),
}


def can(permission: Permission, actor: Actor, dossier: DossierView | None = None) -> bool:
    """Whether the actor has the permission; give the dossier wherever one is touched.

    The state of the workflow is not asked here: what it forbids is a conflict (409), not a lack of rights.
    """
    if actor.role not in GRANTS[permission]:
        return False
    if dossier is None:
        return True
    if not can_see_dossier(actor, dossier):
        return False
    if permission is Permission.DECIDE_FINDING:
        return actor.id == dossier.assignee_id
    if permission is Permission.RETRY_PROCESSING and actor.role is Role.REVIEWER:
        return actor.id == dossier.assignee_id
    if permission in (Permission.SEE_FINDINGS, Permission.SEE_REPORT):
        return can_see_findings(actor, dossier)
    return True


def require(permission: Permission, actor: Actor, dossier: DossierView | None = None) -> None:
    """Raises `DossierUnknown` for a dossier the actor may not see, `NotAllowed` when only this is refused."""
    if dossier is not None and not can_see_dossier(actor, dossier):
        raise DossierUnknown
    if not can(permission, actor, dossier):
        raise NotAllowed


def can_see_dossier(actor: Actor, dossier: DossierView) -> bool:
    """Whether the dossier exists for this person; for everybody else it is unknown (404)."""
    return bool(marks_of(actor, _named_in(actor, dossier)) & audience_of(dossier))


def can_see_findings(actor: Actor, dossier: DossierView) -> bool:
    """Whether the actor may read findings or report: the agency only once the report has been released to it.

    Before that a finding is a machine's suspicion that nobody has looked at.
    """
    if not can_see_dossier(actor, dossier):
        return False
    return actor.role in OFFICE_READERS or dossier.state in RELEASED_STATES


def can_submit_for(actor: Actor, agency_id: int) -> bool:
    """Whether the actor may hand in a dossier of this agency: its officers, or intake for paper."""
    if not can(Permission.SUBMIT_DOSSIER, actor):
        return False
    return actor.role is Role.INTAKE or actor.agency_id == agency_id


def can_be_assigned(person: Actor, dossier: DossierView) -> bool:
    """Whether the dossier may be given to this person: a reviewer who wrote none of its versions."""
    return person.role is Role.REVIEWER and person.id not in dossier.version_authors | {dossier.created_by}


OFFICE = "office"
PUBLIC = "public"


def agency_mark(agency_id: int) -> str:
    """The audience mark of the officers of one agency."""
    return f"agency:{agency_id}"


def dossier_mark(dossier_id: int) -> str:
    """The audience mark of the people named for one restricted dossier."""
    return f"dossier:{dossier_id}"


def dossier_staff_mark(dossier_id: int) -> str:
    """The audience mark of those named people of a restricted dossier who belong to the Sở."""
    return f"dossier:{dossier_id}:{OFFICE}"


def marks_of(actor: Actor, named_in: Iterable[int] = ()) -> frozenset[str]:
    """The audience marks the actor carries; search returns only records that bear one of them.

    `named_in`: ids of the restricted dossiers whose `named_people` the actor belongs to. An admin carries no
    mark but `public`, an officer never `office`.
    """
    marks = {PUBLIC}
    named = set(named_in) if actor.role is not Role.ADMIN else set()
    marks.update(dossier_mark(dossier_id) for dossier_id in named)
    if actor.role in OFFICE_READERS:
        marks.add(OFFICE)
        marks.update(dossier_staff_mark(dossier_id) for dossier_id in named)
    if actor.role is Role.AGENCY_OFFICER and actor.agency_id is not None:
        marks.add(agency_mark(actor.agency_id))
    return frozenset(marks)


def audience_of(dossier: DossierView) -> frozenset[str]:
    """The marks on the dossier and on the text of its draft; a restricted one is for its named people."""
    if dossier.restricted:
        return frozenset({dossier_mark(dossier.id)})
    return frozenset({OFFICE, agency_mark(dossier.agency_id)})


def findings_audience_of(dossier: DossierView) -> frozenset[str]:
    """The marks on findings and report: the agency is left out until the report is released to it."""
    if dossier.state in RELEASED_STATES:
        return audience_of(dossier)
    return frozenset({dossier_staff_mark(dossier.id) if dossier.restricted else OFFICE})


def named_people(dossier: DossierView) -> frozenset[int]:
    """The people a restricted dossier is open to: those named for it, who handed it in, and the assignee."""
    owners = {dossier.created_by} | ({dossier.assignee_id} if dossier.assignee_id is not None else set())
    return dossier.named_ids | owners


def _named_in(actor: Actor, dossier: DossierView) -> frozenset[int]:
    named = dossier.restricted and actor.id in named_people(dossier)
    if named and actor.role is Role.AGENCY_OFFICER and actor.agency_id != dossier.agency_id:
        return frozenset()  # moved to another agency since
    return frozenset({dossier.id}) if named else frozenset()
