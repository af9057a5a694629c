// The key / goes to the search box, unless something is being typed.
const search = document.getElementById("search");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select"))) return;
  event.preventDefault();
  search?.focus();
});
