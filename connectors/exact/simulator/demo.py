"""The demo: users, the app, and five divisions with their traps."""

from typing import TYPE_CHECKING

from connectors.exact.simulator import seed_be, seed_nl, seed_peppol, seed_small
from connectors.exact.simulator.seed import stable_guid

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

DEMO_CLIENT = "5b8f1c1e-0d52-4c3e-9a54-0b7a4b1f2c11"
DEMO_KEY = "simulator-secret"  # known to everyone on purpose: this server guards nothing


def fill(sim: "Simulator") -> None:
    """Everything that a new simulator holds."""
    _users(sim)
    app = {"name": "Boekbrug (demo)", "secret": DEMO_KEY, "local": True, "redirect_uris": []}
    sim.store.put("app", 0, DEMO_CLIENT, app)
    seed_be.fill(sim)
    seed_nl.fill(sim)
    seed_peppol.fill(sim)
    seed_small.fill(sim)


def _users(sim: "Simulator") -> None:
    for name, first, last, role in (
        ("kantoor", "Karin", "Kantoor", "full"),
        ("mijnkantoor", "Mia", "Mijnkantoor", "portal"),
    ):
        user = {
            "UserID": stable_guid("user", name),
            "UserName": name,
            "FirstName": first,
            "LastName": last,
            "FullName": f"{first} {last}",
            "Email": f"{name}@boekhouder.example",
            "CurrentDivision": 3_100_001,
            "AccountingDivision": 3_100_001,
            "Language": "NL",
            "LanguageCode": "nl-BE",
            "Legislation": 2,
            "IsMyFirmPortalUser": role == "portal",
            "IsClientUser": role == "portal",
            "_password": name,
            "_role": role,
            "_language": "nl",
        }
        sim.store.put("user", 0, name, user)
