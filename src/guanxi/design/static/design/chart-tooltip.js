// Shows the aria-label of the mark under the pointer; the words are the server's.
const tip = Object.assign(document.createElement("div"), { className: "chart__tip", hidden: true });
tip.setAttribute("aria-hidden", "true");

function show(event) {
  const mark = event.target.closest?.("[data-behaviour~='chart'] svg [aria-label]");
  if (!mark) return hide();
  const frame = mark.closest("[data-behaviour~='chart']");
  const box = mark.getBoundingClientRect();
  const edges = frame.getBoundingClientRect();
  tip.textContent = mark.getAttribute("aria-label");
  tip.hidden = false;
  frame.append(tip);
  const half = tip.offsetWidth / 2;
  const middle = box.left + box.width / 2 - edges.left;
  tip.style.setProperty("left", `${Math.max(half, Math.min(middle, edges.width - half))}px`);
  tip.style.setProperty("top", `${box.top - edges.top}px`);
}

function hide() {
  tip.hidden = true;
}

document.addEventListener("pointerover", show);
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
