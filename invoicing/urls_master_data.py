"""The addresses of customers, suppliers, products, revenue groups and payment conditions."""

from django.urls import include, path

from invoicing.views import (
    customers,
    payment_conditions,
    products,
    revenue_groups,
    suppliers,
)

customers_urls = [
    path("", customers.customer_list, name="customer_list"),
    path("new/", customers.customer_new, name="customer_new"),
    path("<slug:public_id>/", customers.customer_edit, name="customer_edit"),
    path("<slug:public_id>/archive/", customers.customer_put_away, name="customer_archive"),
    path("<slug:public_id>/restore/", customers.customer_put_back, name="customer_restore"),
]
suppliers_urls = [
    path("", suppliers.supplier_list, name="supplier_list"),
    path("new/", suppliers.supplier_new, name="supplier_new"),
    path("<slug:public_id>/", suppliers.supplier_edit, name="supplier_edit"),
    path("<slug:public_id>/archive/", suppliers.supplier_put_away, name="supplier_archive"),
    path("<slug:public_id>/restore/", suppliers.supplier_put_back, name="supplier_restore"),
]
products_urls = [
    path("", products.product_list, name="product_list"),
    path("new/", products.product_new, name="product_new"),
    path("<slug:public_id>/", products.product_edit, name="product_edit"),
    path("<slug:public_id>/archive/", products.product_put_away, name="product_archive"),
    path("<slug:public_id>/restore/", products.product_put_back, name="product_restore"),
]
conditions_urls = [
    path("", payment_conditions.settings_payment_conditions, name="settings_payment_conditions"),
    path("usual/", payment_conditions.payment_conditions_usual, name="payment_conditions_usual"),
    path(
        "<slug:public_id>/",
        payment_conditions.settings_payment_condition,
        name="settings_payment_condition",
    ),
    path(
        "<slug:public_id>/archive/",
        payment_conditions.payment_condition_put_away,
        name="payment_condition_archive",
    ),
    path(
        "<slug:public_id>/restore/",
        payment_conditions.payment_condition_put_back,
        name="payment_condition_restore",
    ),
]
groups_urls = [
    path("", revenue_groups.settings_revenue_groups, name="settings_revenue_groups"),
    path("<slug:key>/", revenue_groups.settings_revenue_group, name="settings_revenue_group"),
    path(
        "<slug:key>/archive/", revenue_groups.revenue_group_put_away, name="revenue_group_archive"
    ),
    path(
        "<slug:key>/restore/", revenue_groups.revenue_group_put_back, name="revenue_group_restore"
    ),
]
urlpatterns = [
    path("customers/", include(customers_urls)),
    path("suppliers/", include(suppliers_urls)),
    path("products/", include(products_urls)),
    path("settings/payment-conditions/", include(conditions_urls)),
    path("settings/revenue-groups/", include(groups_urls)),
]
