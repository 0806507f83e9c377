"""Who may do what: divisions, scopes of the app, roles of the user (reference 2.4 and 2.8)."""

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import ApiError, BusinessError
from connectors.exact.simulator.properties import SHAPES

ROLES = ("full", "viewer", "portal")
FREE = ("current/Me", "system/Divisions", "hrm/Divisions", "users/UserHasRights")
REASONS = (
    "BlockedUser",
    "InactiveUser",
    "BlockedCustomer",
    "LicenseExpired",
    "DivisionBlocked",
    "NoDivisionAccess",
)
ACTIONS = ("GET", "POST", "PUT", "DELETE")


def forbidden(reason: str = "") -> ApiError:
    """A 403; the reason stands in a header only (picqer PR 451)."""
    return ApiError(403, "Forbidden", {"Reason": reason} if reason else {})


def check_access(context: Context, endpoint: str) -> None:
    """Refuses a blocked user, a division that is not the app's, or a missing scope."""
    user = context.sim.store.get("user", 0, context.user) or {}
    if user.get("_refusal"):
        raise forbidden(user["_refusal"])
    if context.division and endpoint != "system/Divisions":
        _check_division(context)
    shape = SHAPES.get(endpoint)
    if shape is not None and shape.scope in context.sim.options.words("scopes_removed"):
        raise ApiError(403, "Forbidden - Application Scope Violated. Cannot read")


def _check_division(context: Context) -> None:
    division = context.sim.division(context.division)
    chain = context.sim.store.get("chain", 0, context.chain) or {}
    if division is None or context.division not in chain.get("divisions", ()):
        raise forbidden("NoDivisionAccess")
    if division.get("_withdrawn"):
        raise forbidden("NoDivisionAccess")
    if division.get("_refusal"):
        raise forbidden(division["_refusal"])


def has_right(context: Context, endpoint: str, action: str) -> bool:
    """Whether the role of the user allows an action on an endpoint."""
    user = context.sim.store.get("user", 0, context.user) or {}
    wanted = f"{endpoint}:{action}".lower()
    if wanted in {word.lower() for word in context.sim.options.words("rights_removed")}:
        return False
    if endpoint.lower() in {name.lower() for name in FREE} and action == "GET":
        return True
    if user.get("_role") == "viewer":
        return action == "GET"
    return user.get("_role") == "full"


def refuse_write(context: Context, endpoint: str) -> None:
    """Raises the refusal of a POST, PUT or DELETE without the right."""
    user = context.sim.store.get("user", 0, context.user) or {}
    portal = user.get("_role") == "portal"
    if portal and context.sim.options.text("portal_refusal") == "document_type":
        raise BusinessError("document_type")
    raise forbidden()


def user_has_rights(context: Context, parameters: dict[str, str]) -> bool:
    """users/UserHasRights?endpoint='...'&action='...'; raises ApiError 400 for other forms."""
    endpoint = _quoted(parameters, "endpoint")
    action = _quoted(parameters, "action")
    if action not in ACTIONS:
        raise ApiError(400, f"Bad Request - Error in query syntax: action '{action}'.")
    return has_right(context, endpoint, action)


def _quoted(parameters: dict[str, str], name: str) -> str:
    text = parameters.get(name, "")
    if len(text) < 3 or text[0] != "'" or text[-1] != "'":
        raise ApiError(400, f"Bad Request - Error in query syntax: {name} must be in quotes.")
    return text[1:-1]
