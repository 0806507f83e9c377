"""All addresses, from the fixed ones to those that start with an account's slug."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/two-factor/", include("allauth.mfa.urls")),
    path("", include("connectors.exact.urls")),
    path("", include("connectors.core.urls")),
    path("", include("invoicing.urls")),
]
handler400 = "config.errors.bad_request"
