// Ctrl+K or ⌘K opens the palette, so does "/" where the page has no search field of its own; "?" shows the
// keys. The input keeps the focus; the option under the arrows is told by aria-activedescendant.
const palette = () => document.querySelector("[data-behaviour~='palette']");
const options = () => [...palette().querySelectorAll("[role='option']")];
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function open(event, text = "") {
  event.preventDefault();
  if (!palette().open) palette().showModal();
  const input = palette().querySelector("[role='combobox']");
  input.value = text;
  input.focus();
  input.dispatchEvent(new Event("palette-open"));
}

function choose(chosen) {
  for (const option of options()) option.setAttribute("aria-selected", String(option === chosen));
  palette().querySelector("[role='combobox']").setAttribute("aria-activedescendant", chosen?.id ?? "");
  chosen?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!palette() || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return open(event);
  if (event.key === "?" && !typing(event.target)) return open(event, "?");
  if (event.key === "/" && !typing(event.target) && !event.defaultPrevented) return open(event);
  if (!palette().contains(event.target)) return;
  const at = options().findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  // Results that have only just come are not marked yet: the first one is meant.
  const meant = options()[Math.max(at, 0)];
  if (step || (event.key === "Enter" && meant)) event.preventDefault();
  if (step) choose(options().at((at + step) % options().length));
  else if (event.key === "Enter") meant?.click();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-behaviour~='palette-opener']") && !event.ctrlKey && !event.metaKey) open(event);
});
document.addEventListener("submit", (event) => palette()?.contains(event.target) && palette().close());
document.addEventListener("htmx:afterSettle", (event) => palette()?.contains(event.target) && choose(options()[0]));
