"""The addresses that belong to a person or to an account as such."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/language/", views.language_set, name="language_set"),
    # Pages of django-allauth that serve nobody: everybody has one address and a password.
    path("accounts/email/", views.nowhere),
    path("accounts/password/set/", views.nowhere),
    path("accounts/reauthenticate/", views.nowhere),
    path("<slug:account_slug>/settings/plan/", views.plan, name="settings_plan"),
]
