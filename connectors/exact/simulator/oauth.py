"""The consent flow: login page, consent page, redirect with a code (reference 1.2)."""

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urlsplit

from connectors.exact.simulator import html, tokens
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Request, Response, html_response, redirect

# Cookies ignore ports: a name of its own keeps apart what runs on the same machine.
COOKIE = "exact_simulator_session"
PLAIN = ("client_id", "redirect_uri", "response_type", "state")


def authorise(sim: Simulator, request: Request) -> Response:
    """GET: login or consent page; POST of the login form: checks the password."""
    asked = request.form() if request.method == "POST" else request.parameters()
    problem = _problem(sim, asked)
    if problem:
        return _page("Koppelen gaat niet", f'<p class="error">{html.text(problem)}</p>', 400)
    if request.method == "POST":
        return _login(sim, asked)
    user = session_user(sim, request)
    if user is None or asked.get("force_login") == "1":
        return _login_page(sim, asked)
    return _consent_page(sim, asked, user)


def consent(sim: Simulator, request: Request) -> Response:
    """POST of the consent form: back to the app with a code, or with a refusal."""
    asked = request.form()
    user = session_user(sim, request)
    problem = _problem(sim, asked)
    if problem:
        return _page("Koppelen gaat niet", f'<p class="error">{html.text(problem)}</p>', 400)
    if request.method != "POST" or user is None:
        return redirect(f"/api/oauth2/auth?{urlencode(_kept(asked))}")
    if asked.get("answer") != "yes":
        return _back(asked, {"error": "access_denied"})
    known = {row["Code"] for row in sim.store.rows("division")}
    chosen = [int(value) for name, value in request.form_pairs() if name == "division"]
    code = tokens.new_code()
    record = {
        "client_id": asked["client_id"],
        "redirect_uri": asked["redirect_uri"],
        "user": user,
        "divisions": [number for number in chosen if number in known],
        "made": sim.clock.timestamp(),
    }
    sim.store.put("code", 0, tokens.digest(code), record)
    return _back(asked, {"code": code})


def session_user(sim: Simulator, request: Request) -> str | None:
    """The user of the session cookie."""
    try:
        cookie = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    session = sim.store.get("session", 0, tokens.digest(cookie.value)) if cookie else None
    return str(session["user"]) if session else None


def _kept(asked: dict[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in PLAIN if name in asked}


def _back(asked: dict[str, str], answer: dict[str, str]) -> Response:
    if "state" in asked:
        answer["state"] = asked["state"]
    address = asked["redirect_uri"]
    return redirect(f"{address}{'&' if '?' in address else '?'}{urlencode(answer)}")


def _problem(sim: Simulator, asked: dict[str, str]) -> str:
    app = sim.store.get("app", 0, asked.get("client_id", ""))
    if app is None:
        return "Deze app (client_id) is niet bekend."
    if asked.get("response_type") != "code":
        return "response_type moet 'code' zijn."
    if not registered(app, asked.get("redirect_uri", "")):
        return "Dit redirect_uri is niet geregistreerd bij de app."
    return ""


def registered(app: Record, address: str) -> bool:
    """Whether an app may be sent back to an address; local addresses stand for a registered one."""
    parts = urlsplit(address)
    if parts.fragment:
        return False
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return (local and app["local"]) or address in app["redirect_uris"]


def _login(sim: Simulator, asked: dict[str, str]) -> Response:
    name = asked.get("user", "").strip().lower()
    user = sim.store.get("user", 0, name)
    if user is None or asked.get("password") != user["_password"]:
        return _login_page(
            sim, asked, "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."
        )
    value = secrets.token_urlsafe(24)
    sim.store.put("session", 0, tokens.digest(value), {"user": name})
    cookie = f"{COOKIE}={value}; Path=/api/oauth2; HttpOnly; SameSite=Lax"
    return _consent_page(sim, asked, name).plus({"Set-Cookie": cookie})


def _login_page(sim: Simulator, asked: dict[str, str], problem: str = "") -> Response:
    names = ", ".join(f"<strong>{html.text(k)}</strong>" for k, _ in sim.store.items("user"))
    error = f'<p class="error" role="alert">{html.text(problem)}</p>' if problem else ""
    typed = html.text(asked.get("user", "")) if problem else ""
    return _page(
        "Aanmelden bij Exact",
        f"""<p class="note">Oefenomgeving. Gebruikers: {names}. Het wachtwoord is gelijk aan de
gebruikersnaam.</p>{error}
<form method="post" action="/api/oauth2/auth">{html.hidden(_kept(asked))}
<label>Gebruikersnaam <input name="user" value="{typed}" autocomplete="username" autofocus
required></label>
<label>Wachtwoord <input name="password" type="password" autocomplete="current-password"
required></label>
<button class="main">Aanmelden</button></form>""",
    )


def _consent_page(sim: Simulator, asked: dict[str, str], user: str) -> Response:
    app = sim.store.get("app", 0, asked["client_id"]) or {}
    boxes = "".join(
        f'<label><input type="checkbox" name="division" value="{row["Code"]}" checked> '
        f"{row['Code']} {html.text(row['Description'])}</label>"
        for row in sim.store.rows("division")
        if not row.get("_withdrawn")
    )
    return _page(
        "Toegang geven",
        f"""<p>Je bent aangemeld als <strong>{html.text(user)}</strong>.
<strong>{html.text(app.get("name"))}</strong> vraagt toegang tot deze administraties:</p>
<form method="post" action="/api/oauth2/consent">{html.hidden(_kept(asked))}{boxes}
<p class="actions"><button class="main" name="answer" value="yes">Toestaan</button>
<button name="answer" value="no">Weigeren</button></p></form>
<p><a href="/api/oauth2/auth?{html.text(urlencode({**_kept(asked), "force_login": "1"}))}">Met een
andere gebruiker aanmelden</a></p>""",
    )


def _page(title: str, content: str, status: int = 200) -> Response:
    return html_response(html.page(title, content), status)
