// A link with data-behaviour="dialog" and data-dialog="id" opens that <dialog>; without script it is followed.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-behaviour~='dialog']");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.matches("dialog")) event.target.close();
});
