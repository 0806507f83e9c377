"""The addresses that belong to a person instead of an account."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/language/", views.language_set, name="language_set"),
]
