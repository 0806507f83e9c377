"""VAT numbers, enterprise numbers, IBAN and payment references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.identifiers import (
    VAT_EXAMPLES,
    BicError,
    EnterpriseNumberError,
    IbanError,
    IdentifierError,
    PaymentReferenceError,
    PeppolIdError,
    VatNumberError,
    check_bic,
    check_enterprise_number,
    check_iban,
    check_peppol_id,
    check_structured_communication,
    check_vat_number,
    format_iban,
    format_payment_reference,
    format_vat_number,
    structured_communication,
)
from invoicing.vat import EU_COUNTRIES

CHECKS = [
    lambda text: check_vat_number(text, "BE"),
    lambda text: check_vat_number(text, "DE"),
    lambda text: check_vat_number(text, "US"),
    lambda text: check_enterprise_number(text, "NL"),
    check_iban,
    check_bic,
    check_structured_communication,
]


@pytest.mark.parametrize(
    ("written", "country", "compact"),
    [
        ("BE 0777.000.187", "BE", "BE0777000187"),
        ("0777.000.187", "BE", "BE0777000187"),
        ("be777000187", "BE", "BE0777000187"),
        ("NL 8500.00.014.B01", "NL", "NL850000014B01"),
        ("DE136695976", "DE", "DE136695976"),
        ("EL 094259216", "GR", "EL094259216"),
        ("GB 123 2434", "GB", "GB1232434"),
        # A Dutch sole trader's number since 2020 passes modulo 97 and not the test of 11.
        ("NL 000099998 B57", "NL", "NL000099998B57"),
    ],
)
def test_a_vat_number_is_brought_to_one_form(written, country, compact):
    assert check_vat_number(written, country) == compact


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("BE 0777.000.188", "BE", "BE0777000188 klopt niet: de controlecijfers"),
        ("BE 777.000.18", "BE", "10 cijfers"),
        ("BE 2777.000.187", "BE", "begint met 0 of 1"),
        ("", "BE", "10 cijfers"),
        ("٠٧٧٧٠٠٠١٨٧", "BE", "10 cijfers"),
        ("NL850000015B01", "NL", "NL850000015B01 klopt niet"),
        ("NL85000014B01", "NL", "9 cijfers, een B en 2 cijfers"),
        ("DE1", "DE", "hier bv. DE136695976"),
        ("DE136695977", "DE", "DE136695977 klopt niet"),
        ("FR1", "FR", "hier bv. FR40303265045"),
        ("📦", "US", "letters en cijfers"),
    ],
)
def test_a_wrong_vat_number_says_what_is_expected(written, country, expected):
    with pytest.raises(VatNumberError, match=expected):
        check_vat_number(written, country)


@pytest.mark.parametrize("country", sorted(EU_COUNTRIES))
def test_every_eu_country_has_an_example_that_is_right(country: str) -> None:
    example = {"BE": "BE0777000187", "NL": "NL850000014B01"} | VAT_EXAMPLES
    assert check_vat_number(example[country], country) == example[country]


@pytest.mark.parametrize(
    ("written", "compact"),
    [
        ("0208:0777000187", "0208:0777000187"),
        ("0106: 8500 0001", "0106:85000001"),
        ("9944:NL850000014B01", "9944:NL850000014B01"),
        ("0088:5412345000013", "0088:5412345000013"),
    ],
)
def test_a_peppol_address_is_checked_by_its_scheme(written: str, compact: str) -> None:
    assert check_peppol_id(written) == compact


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0208:0777000188", "past niet bij code 0208"),
        ("0106:8500", "past niet bij code 0106"),
        ("0190:1", "past niet bij code 0190"),
        ("9944:NL1", "past niet bij code 9944"),
        ("0777000187", "een dubbelpunt en het nummer"),
    ],
)
def test_a_wrong_peppol_address_says_what_is_expected(written: str, expected: str) -> None:
    with pytest.raises(PeppolIdError, match=expected):
        check_peppol_id(written)


def test_an_enterprise_number_is_checked_by_its_country():
    assert check_enterprise_number("0777.000.187", "BE") == "0777000187"
    assert check_enterprise_number("8500 0001", "NL") == "85000001"
    assert check_enterprise_number("KvK 85000001", "NL") == "85000001"
    assert check_enterprise_number("HRB 12345", "DE") == "HRB12345"


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("0777.000.188", "BE", "0777.000.188 klopt niet"),
        ("0777.000.18", "BE", "10 cijfers"),
        ("850000011", "NL", "8 cijfers"),
        ("?", "DE", "letters"),
    ],
)
def test_a_wrong_enterprise_number_says_what_is_expected(written, country, expected):
    with pytest.raises(EnterpriseNumberError, match=expected):
        check_enterprise_number(written, country)


@pytest.mark.parametrize(
    "iban",
    [
        "BE80 7770 0000 0177",
        "BE68 5390 0754 7034",
        "NL20 INGB 0001 2345 67",
        "NL02 INGB 0990 0001 23",
    ],
)
def test_textbook_and_demo_ibans_are_accepted_and_print_in_fours(iban):
    assert check_iban(iban) == iban.replace(" ", "")
    assert format_iban(check_iban(iban)) == iban


@pytest.mark.parametrize("iban", ["BE80 7770 0000 0178", "IBAN32423940", "", "😀"])
def test_a_wrong_iban_says_what_is_expected(iban):
    with pytest.raises(IbanError, match="landcode"):
        check_iban(iban)


def test_a_structured_communication_ends_on_its_remainder_of_97():
    assert structured_communication(909337554) == "090933755493"
    assert structured_communication(1234567890) == "123456789002"


def test_a_remainder_of_zero_is_written_as_97():
    assert structured_communication(97) == "000000009797"


def test_a_structured_communication_prints_with_plusses():
    assert format_payment_reference("090933755493") == "+++090/9337/55493+++"
    assert format_payment_reference("RF18539007547034") == "RF18 5390 0754 7034"
    assert format_payment_reference("Snippet1") == "Snippet1"


@pytest.mark.parametrize("written", ["***090/9337/55493***", "090933755493", " 090 9337 55493 "])
def test_a_structured_communication_is_read_in_any_writing(written):
    assert check_structured_communication(written) == "090933755493"


@pytest.mark.parametrize("written", ["+++123/4567/89012+++", "1234", "", "000000000000"])
def test_a_wrong_structured_communication_says_what_is_expected(written):
    with pytest.raises(PaymentReferenceError, match="12 cijfers"):
        check_structured_communication(written)


def test_a_belgian_vat_number_prints_with_dots():
    assert format_vat_number("BE0777000187") == "BE 0777.000.187"
    assert format_vat_number("NL850000014B01") == "NL850000014B01"


@given(st.integers(min_value=0, max_value=10**12))
def test_every_structured_communication_passes_its_own_check(seed):
    digits = structured_communication(seed)
    assert check_structured_communication(format_payment_reference(digits)) == digits


@given(st.text(max_size=60), st.sampled_from(CHECKS))
def test_any_text_is_accepted_or_refused_with_a_sentence(text, check):
    refusal = outcome(check, text)
    assert refusal is None or refusal.endswith(".")


def outcome(check, text):
    try:
        check(text)
    except IdentifierError as error:
        return str(error)
    return None


@pytest.mark.parametrize("written", ["GKCCBEBB", "gkcc be bb", "INGBNL2AXXX"])
def test_a_bic_has_8_or_11_characters(written):
    assert check_bic(written) == written.upper().replace(" ", "")


@pytest.mark.parametrize(
    "written", ["GKCC", "GKCCBEBBX", "12345678", "GKCCZZBB", "", "ＧＫＣＣBEBB"]
)
def test_what_is_no_bic_says_what_is_expected(written):
    with pytest.raises(BicError, match="8 of 11 tekens"):
        check_bic(written)
