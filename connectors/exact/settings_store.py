"""Reading and saving the wizard's answers; each save is a new mapping version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from accounts.audit import event_record
from accounts.models import PaymentSource, User
from accounts.services import account_change_payment_source
from connectors.core import clock
from connectors.core.models import Connection, ConnectionState
from connectors.exact.answers import Answers
from connectors.exact.models import ExactLink, MappingVersion


def newest_version(connection: Connection) -> MappingVersion | None:
    """The mapping version in force; None before the first save."""
    return connection.mapping_versions.order_by("-number").first()


def answers_of(connection: Connection) -> Answers:
    """The newest answers; empty ones before the first save."""
    version = newest_version(connection)
    return Answers.from_json(version.data) if version else Answers()


def mapping_save(*, connection: Connection, answers: Answers, actor: User | None) -> MappingVersion:
    """Save the answers as the next version; a complete set makes the connection active."""
    with transaction.atomic():
        locked = Connection.objects.select_for_update().get(pk=connection.pk)
        version = _next_version(locked, answers, actor)
        ExactLink.objects.filter(connection=locked).update(
            division=answers.division,
            division_name=answers.division_name,
            division_country=answers.division_country,
        )
        locked.book_at_issue = answers.book_at_issue
        locked.pull_automatically = answers.pull_automatically
        if answers.is_complete and _may_start(locked):
            locked.state, locked.problem = ConnectionState.ACTIVE, {}
        locked.save()
        _choose_payment_source(locked, answers, actor)
        event_record(
            account=locked.account,
            actor=actor,
            action="connection.settings_saved",
            subject_type="connection",
            subject_id=locked.public_id,
            after={"version": version.number},
        )
    connection.refresh_from_db()
    return version


def _may_start(connection: Connection) -> bool:
    """Set up now, unless the linked user lacks rights: then complete settings change nothing."""
    is_new = connection.state == ConnectionState.SETUP
    return is_new and all(connection.exact.rights.values())


def _next_version(connection: Connection, answers: Answers, actor: User | None) -> MappingVersion:
    top = connection.mapping_versions.aggregate(top=Max("number"))["top"] or 0
    return MappingVersion.objects.create(
        connection=connection,
        number=top + 1,
        data=answers.as_json(),
        created_at=clock.now(),
        created_by=actor,
    )


def _choose_payment_source(connection: Connection, answers: Answers, actor: User | None) -> None:
    """With 'betaalstatus automatisch' Exact is the source; an account that pays by hand is
    switched, once complete.

    Payments that were noted by hand keep standing but no longer count, so nothing is counted twice.
    """
    if not answers.is_complete:
        return
    source = PaymentSource.EXACT if answers.pull_automatically else PaymentSource.MANUAL
    account = connection.account
    if account.payment_source in (PaymentSource.EXACT, PaymentSource.MANUAL) and (
        account.payment_source != source
    ):
        account_change_payment_source(account=account, actor=actor, source=source)
