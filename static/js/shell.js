// Small comforts on every page; nothing here is needed to work.
const search = document.querySelector("[data-search]");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape") closeMenus(null);
});

// The login ended: a reload leads to the login page. An invoice being written says so itself.
document.body.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401 && !document.getElementById("draft")) location.reload();
});

// A menu (details) closes when the focus or the pointer goes elsewhere.
document.addEventListener("pointerdown", (event) => closeMenus(event.target.closest(".menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest(".menu")));

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (menu === except) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

// After a refused form the summary is read first.
document.querySelector("[data-error-summary]")?.focus();
