// The width of the sidebar is remembered in a cookie, so that the server draws it right at once.
const YEAR = 60 * 60 * 24 * 365;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-behaviour~='sidebar']");
  if (!button) return;
  const root = document.documentElement;
  const collapsed = root.dataset.sidebar !== "collapsed";
  root.toggleAttribute("data-sidebar", collapsed);
  if (collapsed) root.dataset.sidebar = "collapsed";
  button.setAttribute("aria-expanded", String(!collapsed));
  document.cookie = `guanxi_sidebar=${collapsed ? "collapsed" : ""}; path=/; max-age=${YEAR}; samesite=lax`;
});
