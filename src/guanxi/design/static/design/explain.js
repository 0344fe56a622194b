// A link with data-behaviour="explain" opens the reason it leads to beside itself; without script it is followed.
const card = document.createElement("div");
card.className = "popover explained__card";
card.popover = "auto";
card.setAttribute("role", "dialog");

async function explain(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  card.innerHTML = await answer.text();
  card.setAttribute("aria-label", card.querySelector(".explained__title")?.textContent ?? "");
  link.after(card);
  card.showPopover({ source: link });
  if (!CSS.supports("position-area", "block-end")) beside(link);
}

function beside(link) {
  if (matchMedia("(max-width: 720px)").matches) return;
  const value = link.getBoundingClientRect();
  card.style.setProperty("left", `${Math.max(8, Math.min(value.left, innerWidth - card.offsetWidth - 8))}px`);
  card.style.setProperty("top", `${Math.max(8, Math.min(value.bottom, innerHeight - card.offsetHeight - 8))}px`);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-behaviour~='explain']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  explain(link);
});
