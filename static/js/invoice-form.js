// Comforts while writing an invoice: Enter gives a new line, and a new customer is made in a dialog.
// Without this module the same buttons submit the form. What is saved is draft-saving.js's business.
const form = document.getElementById("draft");
const dialog = document.getElementById("customer-dialog");
let wantsFocus = false;

// Enter in a line means: next line. In a description Shift+Enter breaks the text instead.
form.addEventListener("keydown", (event) => {
  const line = event.target.closest(".line");
  if (event.key !== "Enter" || !line || event.shiftKey || event.isComposing) return;
  if (event.target.closest("button, select, summary, .line-more textarea")) return;
  event.preventDefault();
  // In the field for a product it means: this one.
  if (event.target.matches("[list=product-options]")) return form.dispatchEvent(new Event("save-now"));
  const next = line.nextElementSibling;
  if (next?.matches(".line")) focusFirst(next);
  else addLine.click();
});

const addLine = document.getElementById("add-line");
const addProduct = document.getElementById("id_add_product");
// Whoever adds products goes on in that field; whoever adds an empty line fills it in.
addLine.addEventListener("click", () => { wantsFocus = !productField()?.value.trim(); });

// htmx puts a new field in the place of the one that was there.
function productField() {
  return addProduct && document.getElementById(addProduct.id);
}

// Enter in the field for a product, or a choice from its list, adds a line.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target !== productField() || event.isComposing) return;
  event.preventDefault();
  addLine.click();
});
form.addEventListener("input", (event) => {
  if (event.target !== productField()) return;
  // Browsers tell a choice from typing in ways of their own: it comes as a whole.
  const isChosen = event.inputType === "insertReplacementText" || event.inputType === undefined;
  const offered = [...event.target.list.options].map((option) => option.value);
  if (isChosen && offered.includes(event.target.value)) addLine.click();
});

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

// What an answer says of fields and lines comes in one template; what differs takes its place.
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.target.id !== "draft-news") return;
  for (const fresh of [...event.target.content.children]) {
    const present = document.getElementById(fresh.id);
    // Of a select the attributes do not say what is chosen now.
    if (!present || (!present.matches("select") && present.isEqualNode(fresh))) fresh.remove();
    else takePlace(present, fresh);
  }
});

function takePlace(present, fresh) {
  const hadFocus = document.activeElement === present;
  present.replaceWith(fresh);
  if (hadFocus) fresh.focus();
  markAbout(fresh);
}

// Errors that came while typing: the input they are about says so too, and what hides it opens.
function markAbout(place) {
  if (place.matches(".line-notes")) {
    for (const input of place.closest(".line").querySelectorAll(".cell :is(input, select, textarea)")) {
      mark(input, document.getElementById(`${input.id}_error`));
    }
  } else if (place.matches(".field-error[id$=_error]")) {
    mark(document.getElementById(place.id.replace(/_error$/, "")), place);
    place.closest(".field")?.classList.toggle("has-error", Boolean(place.textContent.trim()));
  }
}

function mark(input, error) {
  const isWrong = Boolean(error?.textContent.trim());
  if (!input || isWrong === input.hasAttribute("aria-invalid")) return;
  if (isWrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (isWrong) unfold(input);
}

function unfold(element) {
  const fold = element?.closest("details");
  if (fold) fold.open = true;
}

// A link to a field from another page or from the summary of errors.
for (const moment of ["hashchange", "load"]) {
  window.addEventListener(moment, () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    unfold(target);
    target.focus();
  });
}

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
