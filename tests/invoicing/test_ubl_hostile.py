"""Files that are no e-invoice, or mean harm: refused in a sentence, nothing fetched."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.ubl.document import UblRefused
from invoicing.ubl.reader import read_ubl
from invoicing.ubl.xml import MAX_BYTES
from tests.invoicing.ubl_files import DOCUMENT, INVOICE, changed

START = '<?xml version="1.0" encoding="UTF-8"?>\n'
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lol">'
    for level in range(10)
)


def with_doctype(doctype, number):
    return changed((START, f"{START}{doctype}\n"), ("2026-0041", number))


@pytest.mark.timeout(20)
def test_an_entity_bomb_is_refused_before_it_grows():
    with pytest.raises(UblRefused, match=r"DOCTYPE|XML-bestand"):
        read_ubl(with_doctype(f"<!DOCTYPE Invoice [{LAUGHS}]>", "&l9;"))


def test_a_doctype_is_refused_in_any_encoding():
    data = with_doctype('<!DOCTYPE Invoice [<!ENTITY x "y">]>', "&x;").decode()
    with pytest.raises(UblRefused, match="DOCTYPE"):
        read_ubl(data.replace("UTF-8", "UTF-16").encode("utf-16"))


def test_a_local_file_is_not_read_through_an_entity(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    doctype = f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(UblRefused, match="DOCTYPE") as refusal:
        read_ubl(with_doctype(doctype, "&x;"))
    assert "geheim" not in str(refusal.value)


def test_nothing_is_fetched_from_the_network():
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/x.dtd"
        with pytest.raises(UblRefused, match="DOCTYPE"):
            read_ubl(with_doctype(f'<!DOCTYPE Invoice SYSTEM "{address}">', "1"))
        server.shutdown()
    assert asked == []


def test_endless_nesting_is_refused():
    deep = "<a>" * 200_000
    with pytest.raises(UblRefused, match="XML-bestand"):
        read_ubl(changed(("</Invoice>", f"{deep}</Invoice>")))


def test_more_than_ten_megabytes_are_refused_unread():
    with pytest.raises(UblRefused, match="10 MB"):
        read_ubl(b" " * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b'{"invoice": 1}',
        b"\x00" * 100,
        DOCUMENT[:-200].encode(),
        DOCUMENT.encode("utf-16")[:301],
        DOCUMENT.replace("UTF-8", "klingon").encode(),
        DOCUMENT.replace("Onderhoud", "\x01").encode(),
        DOCUMENT.replace("Onderhoud", "Caf\xe9").encode("latin-1"),
    ],
)
def test_what_is_no_whole_xml_is_refused_as_such(data):
    with pytest.raises(UblRefused, match="geen volledig XML-bestand"):
        read_ubl(data)


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"<html/>", "html"),
        (b"<Invoice/>", "Invoice"),
        (b'<CrossIndustryInvoice xmlns="urn:un:unece:uncefact"/>', "CrossIndustryInvoice"),
    ],
)
def test_another_kind_of_xml_is_named(data, root):
    with pytest.raises(UblRefused, match=f"begint met '{root}'"):
        read_ubl(data)


def test_an_empty_invoice_says_what_is_missing():
    with pytest.raises(UblRefused, match="ontbreekt"):
        read_ubl(f'<Invoice xmlns="{INVOICE}"/>'.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(data):
    with pytest.raises(UblRefused):
        read_ubl(data)


@given(st.data())
def test_a_file_with_a_piece_cut_out_is_read_or_refused(data):
    start = data.draw(st.integers(0, len(DOCUMENT)))
    length = data.draw(st.integers(1, 400))
    cut = (DOCUMENT[:start] + DOCUMENT[start + length :]).encode()
    assert outcome(cut) is None or outcome(cut).endswith(".")


def outcome(data):
    try:
        read_ubl(data)
    except UblRefused as refusal:
        return str(refusal)
    return None
