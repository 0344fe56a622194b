// Where the browser cannot anchor a popover by CSS, it is placed under the button that opened it.
const anchored = CSS.supports("position-area", "block-end");

function place(popover) {
  const opener = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (!opener || matchMedia("(max-width: 720px)").matches) return;
  const button = opener.getBoundingClientRect();
  const box = popover.getBoundingClientRect();
  const below = button.bottom + box.height + 12 < innerHeight;
  const left = Math.max(8, Math.min(button.left, innerWidth - box.width - 8));
  popover.style.setProperty("left", `${left}px`);
  popover.style.setProperty("top", `${below ? button.bottom : Math.max(8, button.top - box.height - 12)}px`);
}

if (!anchored) {
  document.addEventListener("toggle", (event) => {
    if (event.newState === "open" && event.target.matches(".popover")) place(event.target);
  }, true);
}
