// The gallery: whoever reads the agenda sees it go on.
import { attend } from "./attend.js";
import { drawCourse } from "./course.js";
import { fill, lay, paint } from "./fill.js";
import { drawStage } from "./stage.js";
import "./turn_clock.js";

const agenda = document.getElementById("agenda");

attend((sitting) => {
  lay(agenda, sitting.agenda(), (item, row) => {
    paint(item, sitting.look(row));
    drawCourse(item.querySelector("[data-course]"), sitting, row);
  });
  drawStage(sitting);
  layMembers(sitting);
  layObservers(sitting.present());
  const { current } = sitting;
  for (const place of document.querySelectorAll("[data-current]")) {
    if (!current || current.disclosure === "closed") fill(place, { label: "", title: "", began: "" });
    else fill(place, { ...sitting.look(current), items: sitting.agenda().length });
    const link = place.querySelector("a[data-field=title]");
    if (link) link.href = current ? `#item-${current.id}` : "#agenda";
  }
});

function layMembers(sitting) {
  for (const member of document.querySelectorAll("#roster [data-row]")) {
    const row = sitting.attendance(Number(member.dataset.row));
    fill(member, { present: Boolean(row?.present), left: Boolean(row && !row.present), absent: !row, mode_label: row?.mode_label || "" });
  }
}

function layObservers(rows) {
  document.getElementById("observers-section").hidden = !rows.length;
  lay(document.getElementById("observers"), rows, (node, row) => fill(node, row));
}
