// Another's words above one's own: drawn with a comment, mended and taken down with the one they come from, chosen in the composer.
import { find } from "./comment.js";
import { say } from "./page.js";

const LONGEST = 140;

// As much of it as stands in a quote.
export function excerpt(words) {
  const letters = [...words];
  return letters.length <= LONGEST ? words : `${letters.slice(0, LONGEST - 1).join("")}…`;
}

// Wherever these words are quoted they are what they are now.
export function requote(row, hidden) {
  for (const place of document.querySelectorAll(`[data-quote="${row.id}"]`)) {
    if (hidden) greyOut(place);
    else if (!place.querySelector("[data-field=quote-body]")) restore(place, row);
    else place.querySelector("[data-field=quote-body]").textContent = excerpt(row.body);
  }
}

export function greyOut(place) {
  const line = document.createElement("p");
  line.textContent = say("quote-gone");
  place.classList.add("gone-quote");
  place.replaceChildren(line);
}

export function restore(place, row) {
  const blank = document.getElementById("comment-template").content.querySelector("[data-part=quote]").cloneNode(true);
  fillQuote(blank, { id: row.id, author: row.author, body: excerpt(row.body) });
  place.classList.remove("gone-quote");
  place.replaceChildren(...blank.childNodes);
}

export function fillQuote(place, quote) {
  place.dataset.quote = quote.id;
  place.querySelector("a").href = `/comments/${quote.id}/`;
  place.querySelector("[data-field=quote-name]").textContent = quote.author.name;
  place.querySelector("[data-field=quote-body]").textContent = quote.body;
}

// Which words somebody is about to quote: shown above the field until they are dropped or sent.
export class Quoting {
  constructor(section) {
    this.section = section;
    section.addEventListener("click", (event) => {
      const link = event.target.closest("[data-quoting]");
      if (link) this.take(event, link);
      if (event.target.closest("[data-quoting-drop]")) this.drop(event.target.closest("form"), true);
    });
  }

  take(event, link) {
    const item = link.closest("[data-comment]");
    const form = this.section.querySelector("#composer form[data-composer]");
    const said = item.querySelector(":scope > [data-part=said]");
    if (!form || !said) return;
    event.preventDefault();
    const place = form.querySelector("[data-quoting-place]");
    place.querySelector("input").value = item.dataset.comment;
    place.querySelector("[data-quoting-name]").textContent = said.querySelector("[data-field=name]").textContent;
    place.querySelector("[data-quoting-body]").textContent = excerpt(said.querySelector("[data-field=body]").textContent);
    place.hidden = false;
    link.closest("details").open = false;
    form.elements.body.focus();
  }

  drop(form, held = false) {
    const place = form.querySelector("[data-quoting-place]");
    if (!place) return;
    place.querySelector("input").value = "";
    place.hidden = true;
    if (held) form.elements.body.focus();
  }
}

// The quote of a comment that this page has drawn, for the pale copy of one's own words.
export function quoteOf(id) {
  const said = id && find(id)?.querySelector(":scope > [data-part=said]");
  if (!said) return null;
  const words = (name) => said.querySelector(`[data-field=${name}]`).textContent;
  return { id, author: { name: words("name") }, body: excerpt(words("body")) };
}
