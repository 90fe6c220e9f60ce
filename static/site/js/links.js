// Addresses in plain words become links where they are drawn; the same rule as deliberation/links.py, and no markup is read.
const LINK = /(?<![0-9A-Za-z])https?:\/\/[0-9A-Za-z][0-9A-Za-z.-]*(?::[0-9]{1,5})?(?:[/?#][0-9A-Za-z\-._~:/?#[\]@!$&'()*+,;=%]*)?/gi;
const TRAILING = ".,;:!?'*-([";

export function linked(words) {
  const nodes = [];
  let done = 0;
  for (const { 0: found, index } of words.matchAll(LINK)) {
    const address = found.slice(0, lengthOf(found));
    nodes.push(words.slice(done, index), linkTo(address));
    done = index + address.length;
  }
  nodes.push(words.slice(done));
  return nodes;
}

function linkTo(address) {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "nofollow ugc noopener";
  link.textContent = address;
  return link;
}

// Without the full stop that ends the sentence, and the bracket that was opened before it.
function lengthOf(address) {
  let end = address.length;
  let openEnded = address.split(")").length - address.split("(").length;
  while (TRAILING.includes(address[end - 1]) || (address[end - 1] === ")" && openEnded > 0)) {
    openEnded -= address[end - 1] === ")" ? 1 : 0;
    end -= 1;
  }
  return end;
}
