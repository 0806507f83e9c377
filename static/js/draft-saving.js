// Whether what is on the screen is kept: said in words, tried again by itself, asked before leaving.
const form = document.getElementById("draft");
const dialogBody = document.getElementById("customer-dialog-body");
const RETRY_MS = 4000;
let edits = "kept" in place().dataset ? 0 : 1; // grows with everything that is typed
let kept = 0; // how far the server has it
let saving = 0;
let failing = false;
let retry = null;
let waiting = null; // the button that was pressed while a save was still needed
let leaving = false;

const isUnsaved = () => edits > kept;

form.addEventListener("input", typed);
// Heard before htmx saves on the same event.
document.body.addEventListener("customer-made", typed, true);

function typed() {
  edits += 1;
  leaving = false;
  if (!failing) say("unsaved");
}

function saveNow() {
  form.dispatchEvent(new Event("save-now"));
}

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "post") event.detail.parameters.csrfmiddlewaretoken = token();
});
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (!isSave(event)) return;
  // A save that was still waiting would run beside the button, which takes everything along.
  if (leaving) return event.preventDefault();
  saving += 1;
  event.detail.xhr.edits = edits;
});
// A page that is no answer of ours (a login page, that of a hotel's Wi-Fi) is never put in this one.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (isSave(event) && !isAnswer(event.detail.xhr)) event.detail.shouldSwap = false;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, elt } = event.detail;
  if (!isSave(event)) {
    if (elt.closest("#customer-dialog, [name=new_customer]") && !(xhr.status < 400 && xhr.status)) {
      sayInDialog(reason(xhr));
    }
    return;
  }
  saving -= 1;
  if (isAnswer(xhr)) succeeded(xhr);
  else failed(xhr);
});

function isSave(event) {
  const { elt, requestConfig } = event.detail;
  return form.contains(elt) && requestConfig.verb === "post";
}

function isAnswer(xhr) {
  return xhr.status === 200 && xhr.responseText.includes('id="draft-status"');
}

function succeeded(xhr) {
  failing = false;
  clearTimeout(retry);
  if ("kept" in place().dataset) kept = Math.max(kept, xhr.edits);
  const isNewer = edits > xhr.edits;
  if (isNewer) say("unsaved");
  if (saving > 0 || waiting === null) return;
  if (isNewer) saveNow();
  else submitNow();
}

function failed(xhr) {
  failing = true;
  waiting = null;
  say(reason(xhr));
  clearTimeout(retry);
  retry = setTimeout(saveNow, RETRY_MS);
}

function reason(xhr) {
  const isLogin = xhr.responseURL.includes("/accounts/login/");
  if (xhr.status === 401 || isLogin || (xhr.status === 403 && !token())) return "logged-out";
  if (xhr.status === 413) return "too-large";
  return xhr.status === 0 || xhr.status === 200 || xhr.status > 500 ? "offline" : "refused";
}

for (const moment of ["online", "focus"]) {
  window.addEventListener(moment, () => { if (failing && saving === 0) saveNow(); });
}

function place() {
  return document.getElementById("draft-status");
}

function words(name) {
  return document.querySelector(`[data-draft-words=${name}]`).content.cloneNode(true);
}

function say(name) {
  const where = place();
  if (where.dataset.said === name) return;
  where.dataset.said = name;
  delete where.dataset.kept;
  where.classList.toggle("is-problem", name !== "unsaved");
  where.replaceChildren(words(name));
}

function sayInDialog(name) {
  if (!dialogBody.closest("dialog").open) return say(name);
  dialogBody.querySelector("[data-problem]")?.remove();
  const note = document.createElement("p");
  note.dataset.problem = "";
  note.setAttribute("role", "alert");
  note.append(words(name));
  dialogBody.prepend(note);
}

// Logging in again, in another tab, changes the token: the cookie has the present one.
function token() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

// A button leaves this page only once the server has the text, so that no login page and no dead
// line ever takes its place.
form.addEventListener("submit", (event) => {
  if (leaving || (!isUnsaved() && saving === 0)) {
    leaving = true;
    form.elements.csrfmiddlewaretoken.value = token();
    return;
  }
  event.preventDefault();
  waiting = event.submitter;
  if (saving === 0) saveNow();
});

function submitNow() {
  const submitter = waiting;
  waiting = null;
  leaving = true;
  form.requestSubmit(submitter);
}

document.addEventListener("submit", (event) => { if (event.target.matches(".discard")) leaving = true; });
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved() && !leaving) event.preventDefault();
});
