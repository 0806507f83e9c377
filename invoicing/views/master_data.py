"""What the screens of master data share: saving a row, finding it, putting it away and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Account
from invoicing.forms.base import RowForm
from invoicing.problems import Refused
from invoicing.services.changes import RowChanged, row_fingerprint
from invoicing.templatetags.boekbrug import clock_time

Row = TypeVar("Row")


class Named(Protocol):
    """Whatever has a name and may be archived."""

    name: str


def row_or_404(get: Callable[..., Row], **key: Account | str) -> Row:
    """Give a row by a query that takes the account; raises Http404 when it has none such."""
    try:
        return get(**key)
    except (ObjectDoesNotExist, ValueError) as error:
        raise Http404 from error


def saved(request: HttpRequest, form: RowForm, save: Callable[[], Row]) -> Row | None:
    """Save a posted form; what is refused comes beside its field and nothing typed is lost.

    When somebody else changed the row meanwhile, that is told; posting again overwrites knowingly.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        row = save()
    except Refused as refused:
        form.add_problems(refused.problems)
    except RowChanged as changed:
        form.add_error(None, _meanwhile(form, changed))
        form.look_again(row_fingerprint(changed.row))
    else:
        messages.success(request, _("%(name)s is bewaard.") % {"name": row})
        return row
    return None


def form_page(
    request: HttpRequest, template: str, form: RowForm, context: Mapping[str, Any]
) -> HttpResponse:
    """Show a form: 422 when it was refused."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def asks_archived(request: HttpRequest) -> bool:
    """Tell whether the address asks for what was put away."""
    return request.GET.get("archived") == "1"


def tell_archived(request: HttpRequest, row: Named) -> None:
    """Say that a row was put away, and where it is."""
    messages.success(
        request,
        _("%(name)s is gearchiveerd. Bij 'Gearchiveerd' vind je het terug.") % {"name": row.name},
    )


def tell_restored(request: HttpRequest, row: Named) -> None:
    """Say that a row is back."""
    messages.success(request, _("%(name)s staat weer in de lijst.") % {"name": row.name})


def _meanwhile(form: RowForm, changed: RowChanged) -> str:
    what = _("Wat jij typte staat hieronder, nog niet bewaard. Bewaar opnieuw als het zo moet.")
    return " ".join((_who_changed(form, changed), what))


def _who_changed(form: RowForm, changed: RowChanged) -> str:
    if changed.event is None:
        return _("Iemand anders heeft dit intussen gewijzigd.")
    names = [str(form.fields[name].label) for name in changed.event.after if name in form.fields]
    words = {"who": changed.event.actor_label, "time": clock_time(changed.event.at)}
    if not names:
        return _("%(who)s heeft dit om %(time)s gewijzigd.") % words
    words["names"] = ", ".join(names)
    return _("%(who)s heeft dit om %(time)s gewijzigd: %(names)s.") % words
