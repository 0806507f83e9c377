"""The domain: customers, documents, VAT, numbering, extra fields, payments, PDF. Knows no connector."""
