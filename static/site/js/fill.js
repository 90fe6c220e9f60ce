// Writes what a row says into the markup that stands there: nothing is drawn anew, so nothing jumps and focus stays.
const clockFormat = new Intl.DateTimeFormat("ko-KR", { timeZone: "Asia/Seoul", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// data-field takes a value, data-if shows or hides, data-class wears a state.
export function fill(node, values) {
  for (const part of within(node, "[data-field]")) {
    const value = values[part.dataset.field];
    if (value !== undefined) write(part, value);
  }
  for (const part of within(node, "[data-if]")) {
    const [, not, name] = part.dataset.if.match(/^(!?)(.+)$/);
    if (name in values) part.toggleAttribute("hidden", Boolean(values[name]) === Boolean(not)); // an icon has no property of that name
  }
  for (const part of within(node, "[data-class]")) {
    for (const name of part.dataset.class.split(" ")) if (name in values) part.classList.toggle(name, Boolean(values[name]));
  }
}

// A row inside a row is filled by its own: a motion is not called what its item is called.
function* within(node, selector) {
  const row = node.closest("[data-row]");
  if (node.matches(selector)) yield node;
  for (const part of node.querySelectorAll(selector)) if (part.closest("[data-row]") === row) yield part;
}

export function write(part, value) {
  const text = part.tagName === "TIME" ? clock(value) : String(value ?? "");
  if (part.tagName === "TIME") part.dateTime = value || "";
  if (part.textContent !== text) part.textContent = text;
}

// 19:42, on the district's clock.
export function clock(iso) {
  return iso ? clockFormat.format(new Date(iso)) : "";
}

export const blank = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);

// Rows in their order: those that are there stay, new ones come from the page's own <template>, gone ones go.
export function lay(list, rows, paint) {
  const known = new Map([...list.children].map((item) => [item.dataset.row, item]));
  let place = list.firstElementChild;
  for (const row of rows) {
    const item = known.get(String(row.id)) || numbered(blank(list.dataset.blank), row.id);
    known.delete(item.dataset.row);
    paint(item, row);
    if (item === place) place = item.nextElementSibling;
    else list.insertBefore(item, place);
  }
  for (const [key, item] of known) if (key) item.remove();
}

function numbered(item, id) {
  for (const node of [item, ...item.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (value.includes("__id__")) node.setAttribute(name, value.replaceAll("__id__", id));
    }
  }
  return item;
}

// An item with its papers and the address of its resolution.
export function paint(item, look) {
  fill(item, look);
  layPapers(item.querySelector("[data-papers]"), look.papers);
  const link = item.querySelector("[data-link=resolution]");
  if (look.decided && link) link.href = `/resolutions/${look.resolution}/`;
}

const KIB = 1024;

// Papers are drawn only when they changed: somebody may have just aimed at one.
export function layPapers(list, papers) {
  const said = JSON.stringify((papers || []).map(({ name, url }) => [name, url]));
  const stands = JSON.stringify([...list.querySelectorAll("a")].map((link) => [link.textContent.trim(), link.getAttribute("href")]));
  list.hidden = !papers?.length;
  if (said === stands) return;
  list.replaceChildren(
    ...(papers || []).map((paper) => {
      const item = blank("paper-template");
      const link = item.querySelector("a");
      link.href = paper.url;
      fill(item, { paper_name: paper.name, paper_kind: paper.kind.toUpperCase(), paper_size: weight(paper.size) });
      return item;
    }),
  );
}

function weight(bytes) {
  return bytes < KIB * KIB ? `${Math.ceil(bytes / KIB)} KB` : `${(bytes / KIB / KIB).toFixed(1)} MB`;
}
