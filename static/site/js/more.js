// 더 보기: the next rows of a list join those that are there, and focus goes to the first new one.
for (const link of document.querySelectorAll("[data-more]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    more(link);
  });
}

async function more(link) {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = document.querySelector(link.dataset.more);
    const items = [...page.querySelectorAll(`${link.dataset.more} > li`)].map((item) => document.adoptNode(item));
    list.append(...items);
    const next = page.querySelector("[data-more]");
    if (next) link.href = next.href;
    else link.remove();
    count(link, list.children.length);
    const first = items[0]?.querySelector("a") || items[0];
    first?.focus({ preventScroll: true });
  } catch {
    location.assign(link.href);
  } finally {
    link.ariaBusy = "false";
  }
}

function count(link, shown) {
  const line = link.querySelector("[data-more-count]");
  if (line) line.textContent = `${shown} / ${line.dataset.total}`;
}
