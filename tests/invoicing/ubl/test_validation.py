"""The validation process: what it finds, and what happens when it is slow, dead or broken."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.utils.translation import gettext_noop

from invoicing.ubl.profiles import Profile
from invoicing.ubl.validation.catalogue import FAMILIES, RULES, advice_for
from invoicing.ubl.validation.client import ROOT, Validator
from invoicing.ubl.validation.findings import Finding, RuleSet, ValidationUnavailable
from invoicing.ubl.validation.rules import RulesMissing, rule_file
from invoicing.ubl.writer import write_ubl
from tests.invoicing.ubl.cases import document, exempt_line, line
from tests.invoicing.ubl.rules import RULES as RULE_SETS
from tests.invoicing.ubl.rules import validator
from tests.shared_data import shared_file

EN = [RuleSet.EN16931]
GOOD = write_ubl(document())


@pytest.fixture
def own():
    """A validator of which the process may be killed."""
    made = Validator(timeout=30)
    yield made
    made.close()


def test_a_good_document_breaks_no_rule(own):
    assert own.validate(GOOD, EN) == []


def test_a_wrong_total_is_found(own):
    found = own.validate(GOOD.replace(b">121.00<", b">122.00<"), EN)
    assert {finding.rule for finding in found} == {"BR-CO-15"}


def test_an_element_that_ubl_does_not_have_is_found_by_the_schema(own):
    found = own.validate(GOOD.replace(b"cbc:ProfileID", b"cbc:Profiel"), EN)
    assert {finding.rule for finding in found} == {"XSD"}
    assert "Profiel" in found[0].text


@pytest.mark.parametrize("content", [b"", b"no xml", b"<a/>", b"\xff\xfe<Invoice/>"])
def test_what_is_no_invoice_is_told_and_the_process_lives_on(own, content):
    assert {finding.rule for finding in own.validate(content, EN)} == {"XSD"}
    process = own.process_id
    assert own.validate(GOOD, EN) == []
    assert own.process_id == process


def test_a_document_cannot_make_the_process_read_files(own):
    bomb = b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    evil = GOOD.replace(b"<Invoice ", bomb + b"<Invoice ", 1)
    evil = evil.replace(b">Onderhoud oven<", b">&x;<")
    found = own.validate(evil, EN)
    assert [finding.rule for finding in found] == ["XSD"]
    assert "root:" not in found[0].text


def test_a_process_that_was_killed_is_replaced_without_a_word(own):
    own.validate(GOOD, EN)
    process = own.process_id
    os.kill(process, signal.SIGKILL)
    assert own.validate(GOOD, EN) == []
    assert own.process_id != process


def test_a_process_killed_in_the_middle_of_a_document_is_asked_again(own):
    own.warm(EN)
    killer = threading.Timer(0.01, os.kill, (own.process_id, signal.SIGKILL))
    killer.start()
    assert all(own.validate(GOOD, EN) == [] for _ in range(10))
    killer.join()


def test_a_process_that_hangs_is_ended_and_told():
    sleeper = (sys.executable, "-c", "import time; time.sleep(60)")
    slow = Validator(timeout=0.3, command=sleeper)
    with pytest.raises(ValidationUnavailable):
        slow.validate(GOOD, EN)
    assert slow.process_id is None


@pytest.mark.parametrize("command", [(sys.executable, "-c", "1/0"), ("/nowhere/python",)])
def test_a_process_that_cannot_work_is_told(command):
    with pytest.raises(ValidationUnavailable):
        Validator(command=command).validate(GOOD, EN)


def test_rules_that_are_not_here_are_told_and_the_process_lives_on(own):
    with pytest.raises(ValidationUnavailable, match="PEPPOL"):
        own.validate(GOOD, [RuleSet.PEPPOL])
    assert own.validate(GOOD, EN) == []


def test_a_folder_without_the_rules_is_named(tmp_path):
    with pytest.raises(RulesMissing, match="si-ubl"):
        rule_file(RuleSet.NLCIUS, tmp_path)
    assert rule_file(RuleSet.EN16931, None).is_file()
    assert rule_file(RuleSet.PEPPOL, shared_file("einvoice")).is_file()


def test_a_worn_process_is_replaced():
    worn = Validator(documents_per_process=2)
    processes = []
    for _ in range(4):
        assert worn.validate(GOOD, EN) == []
        processes.append(worn.process_id)
    worn.close()
    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_an_idle_process_goes_home_and_comes_back():
    lazy = Validator(idle_seconds=0.2)
    assert lazy.validate(GOOD, EN) == []
    first = lazy.process_id
    time.sleep(1)
    assert lazy.validate(GOOD, EN) == []
    assert lazy.process_id != first
    lazy.close()


def test_threads_take_turns(own):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(own.validate(GOOD, EN))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[]] * 8


def test_a_forked_process_starts_its_own(own):
    own.validate(GOOD, EN)
    theirs = own.process_id
    child = os.fork()
    if child == 0:
        code = 0 if own.validate(GOOD, EN) == [] and own.process_id != theirs else 1
        own.close()
        os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert own.validate(GOOD, EN) == []
    assert own.process_id == theirs


def test_the_process_ends_with_the_one_that_asked():
    script = (
        "from invoicing.ubl.validation.client import Validator\n"
        "own = Validator(); own.validate(b'', []); print(own.process_id, flush=True)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    process = int(done.stdout)
    deadline = time.monotonic() + 20
    while alive(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(process)


def alive(process):
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("content", "rule", "field", "piece"),
    [
        (
            write_ubl(document(exempt_line("outside_scope"), line(), buyer="us"), "peppol"),
            "BR-O-11",
            "lines",
            "maak er twee van",
        ),
        (GOOD.replace(b">0123456749<", b">0123456740<"), "PEPPOL-COMMON-R043", "customer", "10"),
        (
            GOOD.replace(b">0777000187<", b">0777000180<"),
            "PEPPOL-COMMON-R043",
            "seller",
            "bedrijfsgegevens",
        ),
        (GOOD.replace(b">BE0123456749<", b">0123456749<"), "BR-CO-09", "customer", "landcode"),
        (
            write_ubl(document(line(), line(""))),
            "BR-25",
            "lines.1.description",
            "wat je levert",
        ),
    ],
)
def test_a_broken_rule_says_what_to_change_and_where(content, rule, field, piece):
    found = validator().validate(content, RULE_SETS[Profile.PEPPOL])
    advice = advice_for([finding for finding in found if finding.rule == rule])
    assert field in {row.field for row in advice}
    assert all(piece in row.message for row in advice)


def test_a_rule_that_nobody_knows_is_shown_with_its_id_and_words():
    advice = advice_for([Finding(rule="NEW-1", text="[NEW-1]-Something new MUST be there.")])
    assert [(row.rule, row.text) for row in advice] == [("NEW-1", "Something new MUST be there")]


def test_the_same_advice_is_given_once_and_warnings_give_none():
    twice = [Finding(rule="BR-10", text=""), Finding(rule="BR-11", text="")]
    assert len(advice_for(twice)) == 1
    assert advice_for([Finding(rule="BR-10", text="", is_warning=True)]) == []


def test_every_advice_is_a_whole_sentence():
    sentences = {message for _field, message in RULES.values()}
    sentences |= {message for _pattern, (_field, message) in FAMILIES}
    for sentence in sentences:
        assert gettext_noop(sentence).rstrip().endswith(".")
        assert "!" not in sentence


def test_warming_up_beforehand_takes_the_wait_out_of_the_first_document():
    with closing(Validator(timeout=60)) as made:
        thread = made.warm_soon([RuleSet.EN16931])
        assert thread is not None
        thread.join()
        before = made.process_id
        assert made.is_running
        assert made.validate(GOOD, [RuleSet.EN16931]) == []
        assert made.process_id == before
        assert made.warm_soon([RuleSet.EN16931]) is None


def test_warming_up_that_fails_disturbs_nobody():
    made = Validator(command=("/nowhere",))
    thread = made.warm_soon([RuleSet.EN16931])
    assert thread is not None
    thread.join()
    with pytest.raises(ValidationUnavailable):
        made.validate(GOOD, [RuleSet.EN16931])
