"""The printed document: one layout in three languages, from a frozen document by typst (pure)."""

from invoicing.pdf.render import PdfError, render_page, render_pdf

__all__ = ["PdfError", "render_page", "render_pdf"]
