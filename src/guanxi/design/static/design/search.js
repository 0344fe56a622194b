// "/" goes to the page's search field, unless the person is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-behaviour~='search']");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
