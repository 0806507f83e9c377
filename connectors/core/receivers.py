"""Core listens to invoicing: each receiver only writes its own row, or words its own events."""

from connectors.core.services.jobs import documents_issued_book
from connectors.core.tellers import attention_ids, booking_words
from invoicing.attention import attention_source_add
from invoicing.events import documents_issued
from invoicing.timeline import timeline_teller_add


def listen() -> None:
    """Connect the receivers to the announcements."""
    documents_issued.listen(documents_issued_book)
    attention_source_add(attention_ids)
    timeline_teller_add("booking.", booking_words)
