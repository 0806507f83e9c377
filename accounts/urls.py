"""The addresses that belong to a person or to an account as such."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/language/", views.language_set, name="language_set"),
    path("<slug:account_slug>/settings/plan/", views.plan, name="settings_plan"),
]
