"""The addresses of the extra fields' settings."""

from django.urls import path

from invoicing.views import extra_fields

urlpatterns = [
    path("", extra_fields.settings_extra_fields, name="settings_extra_fields"),
    path("new/", extra_fields.settings_extra_field_new, name="settings_extra_field_new"),
    path("<slug:public_id>/", extra_fields.settings_extra_field, name="settings_extra_field"),
    *(
        path(
            f"<slug:public_id>/{name}/",
            getattr(extra_fields, f"settings_extra_field_{name}"),
            name=f"settings_extra_field_{name}",
        )
        for name in ("move", "archive", "restore", "delete")
    ),
]
