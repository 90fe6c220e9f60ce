// Makes what stands on the page into what the house has drawn since: what is the same stays, with its focus and its typing.
const OWN = ["aria-busy", "data-sent", "open", "checked", "inert"];
const FIELDS = "input:not([type=hidden]), textarea, select";

export function mend(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  // What a refusal said stays until the next press; a clock ticks by itself.
  if (old.matches("[data-error]")) return;
  const kept = old.matches(FIELDS) && touched(old);
  attributes(old, fresh);
  if (old.matches("[data-turn-clock]")) return;
  if (old.matches("textarea")) {
    if (!kept) old.value = old.defaultValue = fresh.defaultValue;
    return;
  }
  const { value } = old;
  children(old, fresh);
  if (old.matches("select") && [...old.options].some((option) => option.value === value)) old.value = value;
  // Who speaks next is offered at once, unless a line about the last one is being written.
  if (old.matches("select") && !kept && !typedIn(old.form)) preset(old);
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.includes(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) {
    if (!OWN.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

// Rows are known by their number, the rest by its place.
function children(old, fresh) {
  const known = new Map([...old.children].filter(keyOf).map((node) => [keyOf(node), node]));
  const wanted = new Set([...fresh.children].map(keyOf));
  let place = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const key = keyOf(node);
    const found = key ? known.get(key) : alike(place, node);
    if (found) {
      mend(found, node);
      // Whoever has the focus is not moved: what stood before and is gone makes way.
      while (place && place !== found && !wanted.has(keyOf(place))) place = dropped(place);
      if (found === place) place = place.nextSibling;
      else old.insertBefore(found, place);
    } else old.insertBefore(document.importNode(node, true), place);
  }
  while (place) place = dropped(place);
}

function dropped(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE && (node.dataset.row || node.id)) || "";

function alike(node, other) {
  return node && !keyOf(node) && node.nodeType === other.nodeType && node.nodeName === other.nodeName ? node : null;
}

// Whether somebody has written into it, or is about to.
function touched(field) {
  if (field === document.activeElement) return true;
  if (field.matches("select")) return field.dataset.chosen === "1";
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

const typedIn = (form) => Boolean(form) && [...form.elements].some((field) => field.matches(FIELDS) && touched(field));

function preset(select) {
  const marked = [...select.options].find((option) => option.hasAttribute("selected"));
  select.value = (marked || select.options[0])?.value ?? "";
}

document.addEventListener("change", ({ target }) => target.matches?.("select") && (target.dataset.chosen = "1"));
document.addEventListener("reset", ({ target }) => {
  for (const select of target.querySelectorAll("select")) delete select.dataset.chosen;
});
