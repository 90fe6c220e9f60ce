// The page of a question comes alive while it is open.
import { Talk } from "./talk.js";

const section = document.getElementById("thread");
const talk = new Talk(section);
if (section.dataset.status === "open" && section.dataset.room) talk.listen();
