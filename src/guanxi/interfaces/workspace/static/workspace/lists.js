// Refines lists that work without it: ticks are counted, cells are edited by keyboard, columns drawn.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const ticks = () => all("[data-behaviour~='tick']");

function count() {
  const line = document.querySelector("[data-behaviour~='tick-count']");
  if (line) line.textContent = `${ticks().filter((tick) => tick.checked).length} ${line.dataset.words}`;
  const head = document.querySelector("[data-behaviour~='tick-all']");
  if (head) head.checked = ticks().length > 0 && ticks().every((tick) => tick.checked);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-behaviour~='tick-all']")) for (const tick of ticks()) tick.checked = event.target.checked;
  if (event.target.matches("[data-behaviour~='tick'], [data-behaviour~='tick-all']")) count();
});
count();

// In a cell: Enter saves, Escape leaves it as it is, Tab saves and goes on to the next cell.
let following;
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-behaviour~='cell-form']");
  if (!form || !event.target.matches("select")) return;
  if (event.key === "Escape") form.querySelector("a").click();
  if (event.key !== "Enter" && event.key !== "Tab") return;
  event.preventDefault();
  const cells = all(".cell__edit, [data-behaviour~='cell-form']");
  const next = cells[cells.indexOf(form) + (event.shiftKey ? -1 : 1)];
  following = event.key === "Tab" ? next?.closest("td").id : form.closest("td").id;
  form.requestSubmit();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  // A conflict and a refused value are answers to be shown.
  if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches("td")) return;
  event.target.querySelector("select")?.focus();
  if (following && !event.target.querySelector("form")) document.getElementById(following)?.querySelector(".cell__edit")?.focus();
  following = event.target.querySelector("form") ? following : undefined;
});

// What was saved can be undone for ten seconds, longer while somebody points at it.
const LINGER = 10000;
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const toast of all("[data-behaviour~='leave']:not([data-leaving])")) {
    toast.dataset.leaving = "";
    const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, LINGER) : toast.remove();
    setTimeout(leave, LINGER);
    toast.addEventListener("submit", () => toast.remove());
  }
});

// A card dragged into another column sends the form that stands on it, as a keyboard does.
let dragged;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-behaviour~='board-card']");
});
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const column = event.target.closest?.("[data-behaviour~='board-column']");
    if (!column || !dragged) return;
    event.preventDefault();
    column.toggleAttribute("data-over", name === "dragover");
    if (name !== "drop" || column.contains(dragged)) return;
    const form = dragged.querySelector("form");
    form.elements.value.value = column.dataset.value;
    form.requestSubmit();
  });
}

// A name opens its record beside the list; with Ctrl, on a phone or without script it opens the page.
const panel = document.querySelector("[data-behaviour~='panel']");
let opener;

function close() {
  panel.hidden = true;
  opener?.focus();
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-behaviour~='panel-close']")) return close();
  const link = event.target.closest("[data-behaviour~='panel-opener']");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || matchMedia("(max-width: 900px)").matches;
  if (!link || !panel || elsewhere) return;
  event.preventDefault();
  const answer = await fetch(link.dataset.panel, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  if (!panel.contains(link)) opener = link;
  panel.innerHTML = await answer.text();
  panel.hidden = false;
  panel.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel && !panel.hidden && !event.defaultPrevented) close();
});

// Whoever comes back finds the list as it was left: where it was scrolled to, and what was ticked.
const place = `list ${location.pathname}${location.search}`;
addEventListener("pagehide", () => {
  const ticked = ticks().filter((tick) => tick.checked).map((tick) => tick.value);
  sessionStorage.setItem(place, JSON.stringify({ ticked, top: scrollY }));
});
const returning = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || location.hash.startsWith("#row-");
const left = JSON.parse((returning && sessionStorage.getItem(place)) || "null");
if (left) {
  for (const tick of ticks()) tick.checked = left.ticked.includes(tick.value);
  count();
  scrollTo({ top: left.top, behavior: "instant" });
}

// The edge of a column is drawn by pointer or arrow keys; what it becomes is kept for this person.
const columns = () => document.querySelector("[data-behaviour~='columns']");
let saving;

function draw(head, width) {
  const drawn = Math.round(Math.max(48, Math.min(960, width)));
  columns().querySelector(`[data-key="${CSS.escape(head.dataset.key)}"]`).width = drawn;
  clearTimeout(saving);
  saving = setTimeout(() => {
    const { "x-csrftoken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
    const sent = new URLSearchParams({ [head.dataset.key]: drawn });
    fetch(columns().dataset.href, { method: "POST", headers: { "X-CSRFToken": token }, body: sent });
  }, 400);
}

document.addEventListener("pointerdown", (event) => {
  const edge = event.target.closest("[data-behaviour~='column-edge']");
  if (!edge) return;
  const head = edge.closest("th");
  const [start, width] = [event.clientX, head.offsetWidth];
  edge.setPointerCapture(event.pointerId);
  edge.onpointermove = (move) => draw(head, width + move.clientX - start);
  edge.onpointerup = () => { edge.onpointermove = null; };
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
  if (!step || !event.target.matches("[data-behaviour~='column-edge']")) return;
  event.preventDefault();
  const head = event.target.closest("th");
  draw(head, head.offsetWidth + step);
});
