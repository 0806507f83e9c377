"""Core listens to invoicing: each receiver only writes its own row."""

from connectors.core.services.jobs import document_issued_book
from invoicing.events import document_issued


def listen() -> None:
    """Connect the receivers to the announcements."""
    document_issued.listen(document_issued_book)
