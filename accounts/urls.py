"""The addresses that belong to a person or to an account as such."""

from django.urls import path

from accounts.views import accounts, activity, invitations, members, people, plan, two_factor

SETTINGS = "<slug:account_slug>/settings"
INVITATION = "accounts/invitation/<str:token>"

urlpatterns = [
    path("", people.home, name="home"),
    path("accounts/language/", people.language_set, name="language_set"),
    path("accounts/person/", people.person, name="person"),
    path("accounts/person/sessions/", people.sessions_end, name="sessions_end"),
    path("accounts/mine/", accounts.account_list, name="account_list"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path(f"{INVITATION}/", invitations.invitation, name="invitation"),
    path(f"{INVITATION}/new/", invitations.invitation_new_person, name="invitation_new_person"),
    path(f"{INVITATION}/switch/", invitations.invitation_switch, name="invitation_switch"),
    # In front of django-allauth's own page, which has the name.
    path("accounts/two-factor/totp/activate/", two_factor.two_factor_on),
    # Pages of django-allauth that serve nobody: everybody has one address and a password.
    path("accounts/email/", people.nowhere),
    path("accounts/password/set/", people.nowhere),
    path(f"{SETTINGS}/plan/", plan.plan, name="settings_plan"),
    path(f"{SETTINGS}/leave/", accounts.account_leave, name="account_leave"),
    path(f"{SETTINGS}/people/", members.settings_people, name="settings_people"),
    path(f"{SETTINGS}/people/invite/", members.invitation_new, name="invitation_new"),
    path(f"{SETTINGS}/people/two-factor/", members.two_factor_required, name="two_factor_required"),
    path(
        f"{SETTINGS}/people/invitations/<slug:public_id>/resend/",
        members.invitation_again,
        name="invitation_again",
    ),
    path(
        f"{SETTINGS}/people/invitations/<slug:public_id>/withdraw/",
        members.invitation_end,
        name="invitation_end",
    ),
    path(
        f"{SETTINGS}/people/<int:membership_id>/", members.settings_member, name="settings_member"
    ),
    path(
        f"{SETTINGS}/people/<int:membership_id>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        f"{SETTINGS}/people/<int:membership_id>/payroll/",
        members.member_payroll,
        name="member_payroll",
    ),
    path(f"{SETTINGS}/activity/", activity.settings_activity, name="settings_activity"),
    path(f"{SETTINGS}/activity/check/", activity.chain_check_step, name="chain_check"),
]
