// 표결. One's own ballot: three cells in reach of the thumb, or candidates; of a secret one only that it is in.
import { copy } from "./copy.js";
import { clock, fill, lay } from "./fill.js";
import { announce, say } from "./page.js";

const SIDES = ["yes", "no", "abstain"];
const BASES = { present: "present", roster: "sitting" };

export class Ballots {
  // known: what the house knows of this member's ballots, by vote.
  constructor(known, seat) {
    this.known = new Map(Object.entries(known || {}).map(([vote, mine]) => [Number(vote), mine]));
    this.seat = seat;
    this.place = document.getElementById("ballots");
    this.facts = document.getElementById("vote-facts");
    this.receipt = document.getElementById("receipt");
    if (this.receipt) this.keepReceipt();
    // Back or forward: no choice stands there that somebody else could read.
    addEventListener("pageshow", () => this.forget());
  }

  draw(sitting) {
    const asked = sitting.votings().filter((vote) => this.asks(sitting, vote));
    if (this.place) {
      for (const node of [...this.place.children]) if (!asked.some(({ id }) => String(id) === node.dataset.row)) node.remove();
      for (const vote of asked) this.paint(this.nodeOf(vote), vote);
    }
    const vote = sitting.voting(sitting.current);
    this.facts.hidden = !vote;
    if (vote) this.drawFacts(vote, asked.includes(vote));
  }

  // Those who were there when it was opened; the house knows it for certain, and says so if this page does not.
  asks(sitting, vote) {
    if (this.seat === null) return false;
    if (!["roll_call", "secret"].includes(vote.method)) return false;
    if (this.known.has(vote.id)) return !sitting.recused({ id: vote.item }, this.seat);
    if (vote.roll?.length) return vote.roll.some(({ seat }) => seat === this.seat);
    if (sitting.recused({ id: vote.item }, this.seat)) return false;
    const mine = sitting.attendance(this.seat);
    return sitting.written || Boolean(mine?.present && new Date(mine.arrived_at) <= new Date(vote.opened_at));
  }

  // The roll may know a newer answer, given elsewhere; what it knew before one's own last answer is no news.
  mine(vote) {
    const own = this.known.get(vote.id) || { cast: false, choice: "", choice_label: "", at: null };
    const called = this.called(vote);
    const news = called?.choice && called.choice !== own.choice && called.choice !== own.before;
    if (news) this.known.set(vote.id, { cast: true, choice: called.choice, choice_label: called.choice_label, at: new Date().toISOString() });
    return news ? this.known.get(vote.id) : own;
  }

  called(vote) {
    return vote?.roll?.find(({ seat }) => seat === this.seat);
  }

  // A form of its own for each kind of vote, from the page's own templates.
  nodeOf(vote) {
    const standing = this.place.querySelector(`[data-row="${vote.id}"]`);
    if (standing) return standing;
    const node = document.getElementById(`ballot-${kindOf(vote)}-template`).content.firstElementChild.cloneNode(true);
    for (const part of [node, ...node.querySelectorAll("*")]) {
      for (const { name, value } of [...part.attributes]) if (value.includes("__id__")) part.setAttribute(name, value.replaceAll("__id__", vote.id));
    }
    this.place.append(node);
    return node;
  }

  paint(node, vote) {
    const mine = this.mine(vote);
    const final = kindOf(vote) !== "named";
    const secret = vote.method === "secret";
    fill(node, { method_label: vote.method_label, subject: vote.subject, seats: vote.seats, cast: mine.cast, awaited: !mine.cast, castable: !(mine.cast && final) });
    if (!secret) fill(node, { at: mine.at || "", ...Object.fromEntries(SIDES.map((side) => [side, mine.choice === side])) });
    for (const cell of node.querySelectorAll("button.cell")) cell.setAttribute("aria-pressed", !secret && cell.value === mine.choice);
    const list = node.querySelector("[data-choose]");
    if (list) lay(list, vote.candidates.map((one) => ({ ...one, id: one.order })), (item, row) => fill(item, row));
  }

  drawFacts(vote, asked) {
    const mine = this.mine(vote);
    const base = vote[BASES[vote.majority_of]];
    const goal = vote.kind === "election" ? 0 : vote.needed || (base ? fewest(vote.majority, base) : 0);
    const word = mine.choice_label || say(mine.cast ? "m-cast" : "m-not-yet");
    fill(this.facts, { cast: vote.cast, asked: vote.asked, goal, elects: vote.kind === "election", seats: vote.seats, asks_me: asked, mine: word });
    fill(this.facts, Object.fromEntries(SIDES.map((side) => [side, mine.choice === side])));
  }

  // What the house answered: a named ballot as it stands, of a secret one nothing but its receipt, once.
  taken(row, sitting) {
    const before = this.called(sitting.full("votes", sitting.votes.get(row.vote)))?.choice;
    const { vote, choice = "", choice_label = "", at = new Date().toISOString(), receipt } = row;
    this.known.set(vote, { cast: true, choice, choice_label, at: choice ? at : null, before });
    if (choice) return void announce(say(`m-cast-${choice}`, { at: clock(at) }), true);
    this.forget();
    announce(say("m-cast-secret"), true);
    fill(this.receipt, { receipt: receipt || "" });
    this.receipt.hidden = false;
  }

  forget() {
    for (const form of this.place?.querySelectorAll("form") || []) form.reset();
  }

  keepReceipt() {
    const number = this.receipt.querySelector("[data-field=receipt]");
    this.receipt.querySelector("[data-receipt-kept]").addEventListener("click", () => {
      this.receipt.hidden = true;
      number.textContent = "";
      document.getElementById("middle").focus({ preventScroll: true });
    });
    const copies = this.receipt.querySelector("[data-copy-receipt]");
    copies.addEventListener("click", async () => {
      await copy(number.textContent);
      announce(say("m-copied"), true);
    });
  }
}

function kindOf(vote) {
  if (vote.kind === "election") return "election";
  if (vote.method === "secret") return "secret";
  return vote.changeable ? "named" : "final";
}

// The same sum as committees/quorum.py: a majority is more than a half.
function fewest(share, of) {
  if (share === "majority") return Math.floor(of / 2) + 1;
  const [parts, whole] = { half: [1, 2], two_thirds: [2, 3], third: [1, 3] }[share];
  return Math.max(1, Math.ceil((of * parts) / whole));
}
