"""The addresses inside an account."""

from django.urls import include, path

from invoicing.views import (
    bulk_issuing,
    company,
    crediting,
    dashboard,
    draft_pickers,
    drafts,
    files,
    invoices,
    issuing,
    numbering,
)

invoices_urls = [
    path("", invoices.invoice_list, name="invoice_list"),
    path("issue/", bulk_issuing.invoices_issue, name="invoices_issue"),
    path("new/", drafts.invoice_new, name="invoice_new"),
    path("new/customers/", draft_pickers.customer_options, name="customer_options"),
    path("new/products/", draft_pickers.product_options, name="product_options"),
    path("new/customer/", draft_pickers.customer_inline, name="customer_inline"),
    path("<slug:public_id>/", invoices.invoice_detail, name="invoice_detail"),
    path("<slug:public_id>/edit/", drafts.invoice_edit, name="invoice_edit"),
    path("<slug:public_id>/issue/", issuing.invoice_issue, name="invoice_issue"),
    path("<slug:public_id>/delete/", drafts.invoice_delete, name="invoice_delete"),
    path("<slug:public_id>/credit/", crediting.credit_new, name="credit_new"),
    path("<slug:public_id>/credit/edit/", crediting.credit_edit, name="credit_edit"),
    path("<slug:public_id>/pdf/", files.invoice_pdf, name="invoice_pdf"),
    path("<slug:public_id>/ubl/", files.invoice_ubl, name="invoice_ubl"),
    path("<slug:public_id>/page/", files.invoice_page, name="invoice_page"),
    path("<slug:public_id>/payments/", invoices.payment_new, name="payment_new"),
    path(
        "<slug:public_id>/payments/<slug:payment_id>/reverse/",
        invoices.payment_undo,
        name="payment_undo",
    ),
]
settings_urls = [
    path("company/", company.settings_company, name="settings_company"),
    path("company/sample/", company.company_sample_page, name="company_sample"),
    path("company/logo/<slug:sha256>/", company.company_logo, name="company_logo"),
    path("numbering/", numbering.settings_numbering, name="settings_numbering"),
    path("numbering/<slug:kind>/", numbering.settings_number_format, name="settings_number_format"),
    path("numbering/<slug:kind>/example/", numbering.number_example, name="number_example"),
]
urlpatterns = [
    path("<slug:account_slug>/", dashboard.dashboard, name="dashboard"),
    path("<slug:account_slug>/invoices/", include(invoices_urls)),
    path("<slug:account_slug>/", include("invoicing.urls_master_data")),
    path("<slug:account_slug>/settings/", include(settings_urls)),
    path("<slug:account_slug>/settings/extra-fields/", include("invoicing.urls_extra_fields")),
]
