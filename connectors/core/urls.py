"""Addresses of what connectors share; each kind adds its own in its urls module."""

from django.urls import path

from connectors.core import views

urlpatterns = [
    path("<slug:account_slug>/connect/", views.connection_list, name="connection_list"),
    path(
        "<slug:account_slug>/connect/<slug:kind>/documents/<slug:public_id>/",
        views.booking_panel,
        name="booking_panel",
    ),
    path(
        "<slug:account_slug>/connect/<slug:kind>/documents/<slug:public_id>/book/",
        views.booking_create,
        name="booking_create",
    ),
    path(
        "<slug:account_slug>/connect/<slug:kind>/payments/",
        views.payments_pull,
        name="payments_pull",
    ),
]
