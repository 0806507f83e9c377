"""Users, accounts (tenants), memberships, invitations and the audit chain."""

from accounts.models.account import Account, PaymentSource, Plan
from accounts.models.audit import AuditEvent, AuditHead
from accounts.models.membership import Invitation, Membership, Role
from accounts.models.people import User, UserManager
from accounts.models.public_ids import PUBLIC_ID_ALPHABET, new_public_id

__all__ = [
    "PUBLIC_ID_ALPHABET",
    "Account",
    "AuditEvent",
    "AuditHead",
    "Invitation",
    "Membership",
    "PaymentSource",
    "Plan",
    "Role",
    "User",
    "UserManager",
    "new_public_id",
]
