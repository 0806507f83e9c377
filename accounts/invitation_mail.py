"""The mail that carries an invitation's link."""

from __future__ import annotations

import logging
import smtplib

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Invitation, User

log = logging.getLogger(__name__)


def invitation_mail(invitation: Invitation, url: str) -> bool:
    """Mail the link, in the language of who gets it where that is known; False when it failed.

    Only a person who is known gets another language than the inviter's: nobody sees the mail but
    its addressee.
    """
    known = User.objects.filter(email=invitation.email).first()
    with translation.override((known or invitation.invited_by).language):
        context = {"invitation": invitation, "account": invitation.account, "url": url}
        subject = render_to_string("accounts/email/invitation_subject.txt", context)
        body = render_to_string("accounts/email/invitation_message.txt", context)
    message = EmailMessage(" ".join(subject.split()), body, to=[invitation.email])
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("invitation %s was not mailed: %s", invitation.public_id, error)
        return False
    return True
