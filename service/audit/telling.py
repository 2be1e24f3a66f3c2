"""Findings in words, and where each is mended."""

from typing import Protocol
from urllib.parse import quote

from gis.codes import grouped
from service.access.permissions import Permission, allowed
from service.access.roles import Actor
from service.audit.kinds import FindingKind
from service.audit.rules import Finding


class Say(Protocol):
    """Return a text of the catalogue in somebody's language."""

    def __call__(self, key: str, /, **facts: str | int) -> str:
        """Say it."""
        ...


def subject_told(finding: Finding) -> str:
    """Return what a finding is about: a code in groups, or a number as it is."""
    if finding.kind is FindingKind.OVERLAP:
        return str(finding.facts["division"])
    return finding.subject if finding.kind is FindingKind.OUTSIDE else grouped(finding.subject)


def finding_told(finding: Finding, say: Say) -> str:
    """Say what is wrong."""
    facts = dict(finding.facts)
    if finding.kind is FindingKind.VACANT:
        tiers = (say(f"shell-tier-{tier}") for tier in str(facts["tiers"]).split())
        facts = {"tiers": say("audit-and").join(tiers)}
    return say(f"audit-what-{finding.kind.value}", **facts)


def mend_of(finding: Finding, division_id: int, actor: Actor) -> str:
    """Return the address of the page on which a finding is mended, or whoever can is told.

    It is one that the actor may open.
    """
    match finding.kind:
        case FindingKind.OUTSIDE:
            if allowed(actor, Permission.READ_CASES):
                return f"/cases/{quote(finding.subject)}"
            return "/cases/outside"
        case FindingKind.OVERLAP:
            return f"/divisions/{finding.facts['division']}"
        case _:
            return f"/cells/{quote(finding.subject)}?division={division_id}"


def mends_together(kind: FindingKind, actor: Actor) -> tuple[str, str] | None:
    """Return the page on which all findings of a kind are mended together, and its word's key.

    ``None`` where the actor may do nothing about them, or there is no such page.
    """
    match kind:
        case FindingKind.OUTSIDE:
            return ("/cases/outside", "audit-mend-outside")
        case FindingKind.VACANT:
            if allowed(actor, Permission.IMPORT_PEOPLE):
                return ("/people/import", "audit-mend-import")
            return ("/people#gaps", "audit-mend-people")
        case FindingKind.OVERLAP:
            return ("/divisions", "audit-mend-divisions")
        case _:
            if allowed(actor, Permission.EDIT_DIVISIONS):
                return ("/divisions/drafts/new", "audit-mend-draft")
            return None


def may_know(finding: Finding, actor: Actor) -> bool:
    """Tell whether an actor may know of a finding."""
    if finding.kind is FindingKind.OUTSIDE:
        return allowed(actor, Permission.READ_OUTSIDE_CASES)
    return True
