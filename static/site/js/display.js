// How the page is to be read: settings take effect at once, and one open menu closes the others.
document.documentElement.classList.add("js");

const form = document.querySelector("[data-display]");
form?.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (!["theme", "contrast", "size"].includes(name)) return;
  if (value === "auto" || value === "100") delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.menu[open], details.sheet-menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
