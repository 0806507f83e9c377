// Comforts while writing an invoice: Enter gives a new line, and a new customer is made in a dialog.
// Without this module the same buttons submit the form. What is saved is draft-saving.js's business.
const form = document.getElementById("draft");
const dialog = document.getElementById("customer-dialog");
let wantsFocus = false;

// Enter in a line means: next line. In a description Shift+Enter breaks the text instead.
form.addEventListener("keydown", (event) => {
  const line = event.target.closest(".line");
  if (event.key !== "Enter" || !line || event.shiftKey || event.isComposing) return;
  if (event.target.closest("button, select, .line-more textarea")) return;
  event.preventDefault();
  const next = line.nextElementSibling;
  if (next?.matches(".line")) focusFirst(next);
  else document.getElementById("add-line").click();
});

document.getElementById("add-line").addEventListener("click", () => { wantsFocus = true; });

function focusFirst(line) {
  line.querySelector("textarea, input").focus();
}

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "lines" && wantsFocus) {
    wantsFocus = false;
    focusFirst(document.querySelector("#lines .line:last-of-type"));
  }
  if (event.target.id === "customer-dialog-body" && !madeCustomer()) {
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector("[data-error-summary]") ?? dialog.querySelector("input:not([type=hidden])"))?.focus();
  }
});

// Errors that came while typing: the input they are about says so too.
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  const place = event.target;
  if (!place.matches(".cell-error")) return;
  const input = document.getElementById(place.id.replace(/_error$/, ""));
  if (place.textContent.trim()) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
});

function madeCustomer() {
  return dialog.querySelector("[data-customer-label]");
}

// Heard before htmx saves on the same event: the form then holds the new customer.
document.body.addEventListener("customer-made", takeCustomer, true);

function takeCustomer() {
  const made = madeCustomer();
  if (!made) return;
  document.getElementById("id_customer").value = made.dataset.customerLabel;
  form.elements.customer_id.value = made.dataset.customerId;
  dialog.close();
  document.getElementById("id_customer").focus();
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close-dialog]")) dialog.close();
});
