"""Addresses of Koppelingen > Exact Online."""

from django.urls import path

from connectors.exact.views import link, relations, wizard

PREFIX = "<slug:account_slug>/connect/exact/"
urlpatterns = [
    path("connect/exact/callback/", link.callback, name="exact_callback"),
    path(PREFIX, link.overview, name="exact_overview"),
    path(f"{PREFIX}start/", link.start, name="exact_start"),
    path(f"{PREFIX}confirm/", link.confirm, name="exact_confirm"),
    path(f"{PREFIX}disconnect/", link.disconnect, name="exact_disconnect"),
    path(f"{PREFIX}rights/", link.check_rights, name="exact_rights"),
    path(f"{PREFIX}numbering/", relations.numbering_choose, name="exact_numbering"),
    path(f"{PREFIX}division/", wizard.division, name="exact_step_division"),
    path(f"{PREFIX}journals/", wizard.journals, name="exact_step_journals"),
    path(f"{PREFIX}vat/", wizard.vat, name="exact_step_vat"),
    path(f"{PREFIX}options/", wizard.options, name="exact_step_options"),
    path(f"{PREFIX}relations/<slug:public_id>/", relations.relation_choose, name="exact_relation"),
]
