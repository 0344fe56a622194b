// Takes a message away. Good news leaves by itself; a warning or an error waits for the reader.
const LINGER = 8000;

document.addEventListener("click", (event) => {
  event.target.closest("[data-behaviour~='dismiss']")?.closest(".toast, .notice")?.remove();
});

function leave(toast) {
  const later = () => toast.matches(":hover, :focus-within") ? setTimeout(later, LINGER) : toast.remove();
  setTimeout(later, LINGER);
}

for (const toast of document.querySelectorAll(".toast--success, .toast--info")) leave(toast);
