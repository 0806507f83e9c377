"""`manage.py import_ubl --account SLUG [--any-seller] FILE...`: take over issued documents."""

from __future__ import annotations

import hashlib
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.management.base import ActingCommand, account_by_slug
from accounts.models import Account
from invoicing.formats import format_amount, format_date
from invoicing.models import Document
from invoicing.services.importing import ImportRefused, document_import
from invoicing.ubl.document import UblRefused
from invoicing.ubl.reader import read_ubl
from invoicing.ubl.xml import MAX_BYTES


class Command(ActingCommand):
    """One line per file; exits with 1 when any file was refused."""

    help = "Import UBL 2.1 invoices and credit notes as another package exported them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account and the files."""
        parser.add_argument("--account", metavar="SLUG", required=True)
        parser.add_argument(
            "--any-seller", action="store_true", help="also of other companies (test accounts)"
        )
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import every file, each in a transaction of its own."""
        account = account_by_slug(options["account"])
        taken = [
            self._take(account, path, any_seller=options["any_seller"]) for path in options["files"]
        ]
        if not all(taken):
            sys.exit(1)

    def _take(self, account: Account, path: Path, *, any_seller: bool) -> bool:
        try:
            document = _import_file(account, path, any_seller=any_seller)
        except OSError as error:
            self.stderr.write(f"{path.name}: kan niet gelezen worden ({error.strerror}).")
        except (UblRefused, ImportRefused) as error:
            self.stderr.write(f"{path.name}: {error}")
        else:
            kind = document.get_kind_display()
            day = format_date(document.issue_date, "nl") if document.issue_date else ""
            amount = format_amount(document.gross, "nl", document.currency)
            self.stdout.write(
                f"{path.name}: {kind} {document.number} van {day} overgenomen, {amount}."
            )
            return True
        return False


def _import_file(account: Account, path: Path, *, any_seller: bool) -> Document:
    with path.open("rb") as file:
        # One byte more than the reader takes: a huge file is refused without reading it all.
        content = file.read(MAX_BYTES + 1)
    return document_import(
        account=account,
        actor=None,
        imported=read_ubl(content),
        digest=hashlib.sha256(content).hexdigest(),
        any_seller=any_seller,
    )
