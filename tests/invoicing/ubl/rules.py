"""The public rules for tests: one validation process for the whole run."""

from functools import cache

from invoicing.ubl.profiles import Profile
from invoicing.ubl.validation.client import Validator
from invoicing.ubl.validation.findings import RuleSet
from tests.shared_data import shared_file

RULES = {
    Profile.PEPPOL: [RuleSet.EN16931, RuleSet.PEPPOL],
    Profile.NLCIUS: [RuleSet.EN16931, RuleSet.NLCIUS],
    Profile.CORE: [RuleSet.EN16931],
}


@cache
def validator():
    return Validator(shared_file("einvoice"), timeout=60)


def broken(content, profile):
    """Every rule that the file breaks, warnings too."""
    return [(found.rule, found.text) for found in validator().validate(content, RULES[profile])]
