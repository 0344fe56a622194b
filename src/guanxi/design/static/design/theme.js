// The form works by itself; with script the theme changes without a new page.
const YEAR = 60 * 60 * 24 * 365;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-behaviour~='theme']");
  const theme = event.submitter?.value;
  if (!form || !theme) return;
  event.preventDefault();
  document.documentElement.dataset.theme = theme;
  document.cookie = `guanxi_theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  for (const choice of document.querySelectorAll("[data-behaviour~='theme'] [name='theme']")) {
    choice.setAttribute("aria-pressed", String(choice.value === theme));
  }
});
