// One band while the line is down, and a word when it is back.
import { say } from "./page.js";

const BAND_MS = 4000;

export function connection(lost = "lost", back = "back") {
  const band = document.getElementById("connection");
  const text = band.querySelector("[data-text]");
  let down = false;
  return (state) => {
    if (state === "out" || (state === "lost") === down) return;
    down = state === "lost";
    text.textContent = say(down ? lost : back);
    band.classList.toggle("warn", down);
    band.classList.toggle("ok", !down);
    band.hidden = false;
    if (!down) setTimeout(() => (band.hidden = !down), BAND_MS);
  };
}
