// An address to send on: into the clipboard, or marked for a hand where the clipboard is closed.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    byHand(text); // the clipboard is closed to pages that came over plain http
  }
}

function byHand(text) {
  const held = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  held?.focus({ preventScroll: true });
}

for (const button of document.querySelectorAll("[data-copy-from]")) {
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copyFrom).value);
    button.textContent = button.dataset.done;
    const live = document.getElementById("live");
    if (live) live.textContent = button.dataset.done;
  });
}
