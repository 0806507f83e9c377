"""The screens of Koppelingen > Exact Online."""
