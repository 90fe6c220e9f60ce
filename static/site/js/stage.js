// The hall as the gallery has it before its eyes: who speaks, what is put, how it ended, and the words as subtitles.
import { drawQueue, drawSpeaker } from "./course.js";
import { fill, lay } from "./fill.js";
import { paintVote } from "./votes.js";

const NEAR_END = 24;
const LINES = 100;
const stage = document.getElementById("stage");
const votes = document.getElementById("stage-votes");

export function drawStage(sitting) {
  if (!stage) return;
  if (sitting.written) return drawWritten(sitting);
  const { current } = sitting;
  const open = current && current.disclosure !== "closed" && sitting.meeting.state === "in_session" ? current : null;
  const state = sitting.state();
  stage.hidden = state.scheduled && stage.hidden;
  for (const line of stage.querySelectorAll("[data-if=inside]")) line.hidden = !state.inside;
  const speaker = sitting.speaker(open);
  const last = sitting.lastVote(open);
  // How it ended stands there until somebody speaks again.
  const shown = sitting.voting(open) || (last && (!speaker || new Date(last.closed_at) >= new Date(speaker.began_at)) ? last : null);
  votes.hidden = !shown;
  lay(votes, shown ? [shown] : [], paintVote);
  document.getElementById("stage-talk").hidden = Boolean(shown) || state.inside;
  drawSpeaker(stage.querySelector("[data-speaker]"), speaker);
  drawMotion(sitting.nextMotion(open));
  drawQueue(document.getElementById("queue-details"), sitting.queue(open));
  subtitles.draw(sitting.subtitles(open, LINES));
}

// 서면: several questions at once, and nobody speaks.
function drawWritten(sitting) {
  const rows = sitting.votings();
  document.getElementById("no-votes").hidden = rows.length > 0;
  lay(votes, rows, paintVote);
}

function drawMotion(motion) {
  const place = document.getElementById("stage-motion");
  place.hidden = !motion;
  fill(place, motion ? { label: motion.label, state_label: motion.state_label, text: motion.text } : { label: "", state_label: "", text: "" });
}

// A window of its own. It follows the newest line only while nobody reads an older one, marks words or points at them.
class Subtitles {
  constructor(place) {
    this.window = place?.querySelector("[data-window]");
    this.list = place?.querySelector("ol");
    this.none = place?.querySelector("[data-if=silent]");
    this.pill = place?.querySelector("[data-newest]");
    this.pointed = false;
    if (!place) return;
    for (const [start, held] of [["pointerenter", true], ["pointerleave", false]]) this.window.addEventListener(start, ({ pointerType }) => pointerType === "mouse" && (this.pointed = held));
    this.window.addEventListener("scroll", () => this.atEnd && (this.pill.hidden = true), { passive: true });
    this.pill.addEventListener("click", () => this.follow());
    this.follow();
  }

  get atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.window;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  get read() {
    const marked = getSelection();
    return this.pointed || document.activeElement === this.window || (!marked.isCollapsed && this.window.contains(marked.anchorNode));
  }

  follow() {
    this.window.scrollTop = this.window.scrollHeight;
    this.pill.hidden = true;
  }

  draw(gists) {
    if (!this.list) return;
    const before = this.list.lastElementChild?.dataset.row;
    const follows = this.atEnd && !this.read;
    lay(this.list, gists, (node, row) => fill(node, row));
    this.none.hidden = gists.length > 0;
    const last = gists.at(-1);
    if (!last) this.pill.hidden = true;
    if (!last || String(last.id) === before) return;
    if (follows) this.follow();
    else this.pill.hidden = false;
  }
}

const subtitles = new Subtitles(stage?.querySelector("[data-subtitles]"));
