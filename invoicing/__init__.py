"""The domain: customers, documents, VAT, numbers, extra fields, payments. Knows no connector."""
