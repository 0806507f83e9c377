"""Uploads that are too large are refused before they are received."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class SmallUploads(FileUploadHandler):
    """Stands before Django's own handlers, which put any file on disk, however large."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse a form that says to be larger than any form may be; raises RequestDataTooBig."""
        if content_length > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or content_length):
            raise RequestDataTooBig("the form and its files are too large")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the data to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
