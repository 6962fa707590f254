"""R27: a second trained person stands for what goes out."""

from dataclasses import replace
from datetime import date, timedelta

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Approval, Role, Status
from calendar_app.rules.rule import Counted, Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, Value

NEEDED = Text(
    "Needs approval by a trained second person ({names}).",
    "Freigabe durch eine zweite geschulte Person nötig ({names}).",
)
NEEDED_BY_ANYBODY = Text(
    "Needs approval by a trained person; nobody on the team may give it yet.",
    "Freigabe durch eine geschulte Person nötig; bisher darf sie niemand im Team geben.",
)
CHANGED = Text(
    "It was changed after its approval. Needs approval again ({names}).",
    "Nach der Freigabe geändert. Erneute Freigabe nötig ({names}).",
)
MOVED = Text(
    "It was moved by more than {hours} {hours:hour|hours} after its approval. Needs approval again "
    "({names}).",
    "Nach der Freigabe um mehr als {hours} {hours:Stunde|Stunden} verschoben. Erneute Freigabe nötig "
    "({names}).",
)
UNREVIEWED = Text(
    "A machine wrote this, and no person's review is on record. Review it.",
    "Eine Maschine hat das geschrieben, eine Durchsicht ist nicht erfasst. Durchsehen.",
)
NO_PERMISSION = Text(
    "It uses what somebody else made; their permission is not on record.",
    "Es verwendet, was andere gemacht haben; deren Erlaubnis ist nicht erfasst.",
)
APPROVED = Text("Approved.", "Freigegeben.")
SELF_APPROVED = Text(
    "Approved by its author, who is alone here.", "Selbst freigegeben, niemand sonst ist da."
)
UNRECORDED = Text("Approvals are not recorded here.", "Freigaben werden hier nicht erfasst.")
LATER = Text("Asked when it is to be scheduled.", "Wird beim Einplanen gefragt.")

TIME_SHIFT = Parameter(
    "time_shift_hours",
    2,
    "hours",
    Text("Moved farther, an approval is void", "Weiter verschoben gilt eine Freigabe nicht mehr"),
)


def judge(case: Case) -> Verdict:
    if origin := _unsettled_origin(case):
        return case.answer(case.stopping(Severity.BLOCK), origin)
    able = case.facts.approver_ids
    if able is None:
        return case.not_applicable(UNRECORDED)
    if case.variant.status not in (Status.SCHEDULED, Status.PUBLISHED):
        return case.not_applicable(LATER)
    objection = _objection(case, len(able) >= 2)
    if objection is None:
        is_own = case.variant.approval and case.variant.approval.person_id == case.variant.author_id
        return case.answer(Severity.PASS, SELF_APPROVED if is_own else APPROVED)
    people = (case.facts.person(each) for each in able if each != case.variant.author_id or len(able) == 1)
    names = tuple(sorted(person.name for person in people if person))
    if objection is NEEDED and not names:
        objection = NEEDED_BY_ANYBODY
    params: dict[str, Value] = {"names": names, "hours": case.value(TIME_SHIFT.name)}
    return replace(
        case.answer(case.stopping(Severity.BLOCK), objection, params),
        counted=tuple(sorted(able, key=str)),
        counts=Counted.PEOPLE,
    )


def _unsettled_origin(case: Case) -> Text | None:
    """Where the words and pictures come from is settled before anybody is asked for an approval."""
    variant = case.variant
    if variant.is_machine_written and not variant.is_human_reviewed:
        return UNREVIEWED
    return NO_PERMISSION if variant.lacks_permission else None


def _objection(case: Case, has_four_eyes: bool) -> Text | None:
    approval = case.variant.approval
    is_own = approval is not None and approval.person_id == case.variant.author_id
    if approval is None or not _may_approve(case, approval) or (has_four_eyes and is_own):
        return NEEDED
    if not approval.content_is_same:
        return CHANGED
    return MOVED if _is_moved(case, approval) else None


def _may_approve(case: Case, approval: Approval) -> bool:
    """An approval stands when its giver has left since or has a training to renew."""
    if approval.was_trained is not None:
        return approval.was_trained
    return approval.person_id in (case.facts.approver_ids or ())


def _is_moved(case: Case, approval: Approval) -> bool:
    planned = case.variant.at
    if approval.at is None or planned is None:
        return False
    return abs(planned - approval.at) > timedelta(hours=case.value(TIME_SHIFT.name))


RULE = Rule(
    number="R27",
    key="approval-missing",
    family=Family.PEOPLE,
    name=Text("Approval", "Freigabe fehlt"),
    why=Text(
        "What four eyes have read goes wrong less often, and nobody has to answer for it alone.",
        "Was vier Augen gelesen haben, geht seltener schief, und niemand steht allein dafür ein.",
    ),
    looks_at=Text(
        "who approved which content for which time, and where the words come from",
        "wer welchen Inhalt für welche Zeit freigegeben hat, und woher die Worte stammen",
    ),
    severities=(Severity.BLOCK,),
    judge=judge,
    parameters=(TIME_SHIFT,),
    override=Override(
        Role.ADMIN,
        Text(
            "Outside office hours, reviewed within 24 hours.",
            "Außerhalb der Bürozeit, Durchsicht in 24 Stunden.",
        ),
        lasts=timedelta(hours=24),
        off_hours=True,
    ),
    lifted_by_urgent=False,
    sources=(
        Text(
            "EU AI Act, Art. 50(4): disclosure unless a human reviewed the text and answers for it",
            "KI-Verordnung der EU, Art. 50 Abs. 4: Kennzeichnung, wenn kein Mensch geprüft hat und einsteht",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
