"""A separate server that behaves like Exact Online, at least as strictly.

Run it with `manage.py exact_simulator`, or inside a test with `testing.running_simulator`.
It knows nothing of Boekbrug: it follows the public behaviour of Exact's REST API (OAuth, limits,
OData, bookkeeping rules), and where that is unknown it has a switch (`options.SWITCHES`).

Users are `kantoor` (may do everything) and `mijnkantoor` (portal rights only); the password equals
the user name. Divisions: 3100001 (BE, financial year July to June), 3100002 (NL, 13 periods),
3100003 (BE, periods from 2010, VAT codes named after their rate, for example `25`), 3100004 (BE)
and 3100005 (NL), two small businesses without VAT.

Deliberate choices: without `Accept: application/json` it refuses with 406 instead of writing Atom;
a method that Exact has but this server lacks answers 501; errors never change the ledger.

**Control API** (JSON under /_control/, no login; refusals answer 400 {"error": ...}):

GET   health                        {"ok", "now", "timestamp"}
GET   divisions                     codes, names, countries
GET   entries?division=N            sales entries with total, open, state (open, partly, paid)
POST  entries/pay                   {"division", "entry"}: entry is an EntryID or a number
POST  entries/pay-part              the same plus "amount" (EUR)
POST  entries/unpay                 un-matches everything of the entry
POST  entries/bounce                un-matches, and the money goes back
POST  entries/write-off, discount   what is open, or "amount"
POST  entries/match                 plus "with": a credit note (or the invoice)
POST  entries/instalments           plus "count"; divides the open term
POST  entries/collect               plus "status" 30 or 40: direct debit under way, not paid
POST  entries/delete                deletes the entry, whatever was paid on it
POST  account                       {"division", "name", "kind": customer|supplier|prospect, and
                                    properties of crm/Accounts such as "Code", "VATNumber"}
POST  period                        {"division", "year", "period", "closed": true|false}
POST  purchase                      {"division", "amount", "your_ref"}: a term with LineType 22
GET   options, switches             present settings; all switches with defaults and choices
POST  options                       {"name": value, ...}
GET   clock                         as health
POST  clock                         {"advance": seconds} and/or {"speed": factor}; writes CLOCK_FILE
POST  revoke                        {"user", "app"?}: ends the token chains
POST  user                          {"user", "role": full|viewer|portal, "language": nl|fr|en,
                                    "refusal": BlockedUser|..., "password"}: all optional but user
POST  division                      {"division", "withdrawn": bool, "refusal": reason,
                                    "moved": true (row versions restart)}
POST  quota                         {"division", "minute", "day", "app"?}: another consumer
POST  app                           {"client_id", "client_secret", "name", "redirect_uris", "local"}
GET   faults                        what is armed
POST  faults                        {"kind", "method", "path" (regular expressions), "times",
                                    "seconds", "probability", "seed"}; kinds in `faults`
POST  faults/clear
GET   journal?after=N&limit=N       every API request: time, method, path, status, app, user, note
POST  journal/clear
GET   history                       duplicates, token misuse, limit overruns, blind resends, calls
POST  history                       {"believed": [{"division", "entry_id", "amount"}]}: also what
                                    the app believes but the ledger lacks
"""
