// A colour picker beside the field for the colour; the field is what is saved.
const field = document.querySelector("[data-colour]");

if (field) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.className = "colour-picker";
  picker.setAttribute("aria-label", field.dataset.colour);
  const row = document.createElement("div");
  row.className = "with-button";
  field.before(row);
  row.append(picker, field);
  const show = () => {
    picker.value = /^#[0-9a-f]{6}$/i.test(field.value) ? field.value.toLowerCase() : "#0f5c66";
  };
  picker.addEventListener("input", () => {
    field.value = picker.value;
  });
  field.addEventListener("input", show);
  show();
}
