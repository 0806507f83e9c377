"""The words of this package's own actions on the page Activiteit."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.activity import (
    ActivityKind,
    Subject,
    activity_detail_add,
    activity_words_add,
    subject_namer_add,
)
from accounts.models import Account, AuditEvent, Invitation, PaymentSource, Plan, Role, User


def register() -> None:
    """Hang up the words, details and names."""
    activity_words_add(
        ActivityKind.PEOPLE,
        {
            "membership.added": gettext_lazy("Gebruiker toegevoegd"),
            "membership.changed": gettext_lazy("Rol gewijzigd"),
            "membership.removed": gettext_lazy("Gebruiker verwijderd"),
            "membership.left": gettext_lazy("Heeft het account verlaten"),
            "membership.payroll_given": gettext_lazy("Mag de lonen zien"),
            "membership.payroll_taken": gettext_lazy("Mag de lonen niet meer zien"),
            "invitation.sent": gettext_lazy("Uitnodiging gestuurd"),
            "invitation.resent": gettext_lazy("Uitnodiging opnieuw gestuurd"),
            "invitation.withdrawn": gettext_lazy("Uitnodiging ingetrokken"),
            "invitation.accepted": gettext_lazy("Uitnodiging aanvaard"),
        },
    )
    activity_words_add(
        ActivityKind.SETTINGS,
        {
            "account.created": gettext_lazy("Account gemaakt"),
            "account.plan_changed": gettext_lazy("Abonnement gewijzigd"),
            "account.payment_source_changed": gettext_lazy("Bron van de betaalstatus gewijzigd"),
            "account.two_factor_required": gettext_lazy("Tweestapscontrole verplicht gemaakt"),
            "account.two_factor_optional": gettext_lazy("Tweestapscontrole niet meer verplicht"),
        },
    )
    for action in ("membership.added", "membership.changed", "membership.removed"):
        activity_detail_add(action, _role_change)
    for action in ("invitation.sent", "invitation.resent", "invitation.accepted"):
        activity_detail_add(action, _role_change)
    activity_detail_add("account.plan_changed", _plan_change)
    activity_detail_add("account.payment_source_changed", _source_change)
    subject_namer_add("user", _users)
    subject_namer_add("invitation", _invitations)


def from_to(before: str, after: str) -> str:
    """Say what became what; what is not there on one side is left out."""
    if before and after and before != after:
        return _("Van %(before)s naar %(after)s") % {"before": before, "after": after}
    return after or before


def _label(choices: Iterable[tuple[str, object]], value: object) -> str:
    return str(dict(choices).get(str(value or ""), value or ""))


def _role_change(event: AuditEvent) -> str:
    before, after = (_label(Role.choices, each.get("role")) for each in (event.before, event.after))
    return from_to(before, after)


def _plan_change(event: AuditEvent) -> str:
    before, after = (_label(Plan.choices, each.get("plan")) for each in (event.before, event.after))
    return from_to(before, after)


def _source_change(event: AuditEvent) -> str:
    before, after = (
        _label(PaymentSource.choices, each.get("payment_source"))
        for each in (event.before, event.after)
    )
    return from_to(before, after)


def _users(account: Account, ids: Iterable[str]) -> dict[str, Subject]:
    numbers = [int(pk) for pk in ids if pk.isdigit()]
    url = reverse("settings_people", args=[account.slug])
    return {str(user.pk): Subject(str(user), url) for user in User.objects.filter(pk__in=numbers)}


def _invitations(account: Account, ids: Iterable[str]) -> dict[str, Subject]:
    url = reverse("settings_people", args=[account.slug])
    found = Invitation.objects.filter(account=account, public_id__in=list(ids))
    return {each.public_id: Subject(each.email, url) for each in found}
