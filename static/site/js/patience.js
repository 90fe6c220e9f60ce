// How long to wait before calling again, so that a house that has just come up is not called by everybody at once.
// One process takes in about 400 readers a second and still serves pages beside them: forty come back within a second,
// 2,000 within five, 4,000 within ten, nobody has to wait longer than 15 s for the first try. Then it doubles, up to 15 s.
const TAKEN_IN_A_SECOND = 400;
const SHORTEST_MS = 1000;
const SOON_MS = 250;
export const LONGEST_MS = 15000;

// The stretch of time over which so many people spread themselves.
export function share(people) {
  return Math.min(LONGEST_MS, (people / TAKEN_IN_A_SECOND) * 1000);
}

// Any moment of the first stretch; later ones at least half of theirs. Soon: the house itself asked for it.
export function wait({ people, failures, soon = false, longest = LONGEST_MS }) {
  if (failures < 2) return Math.random() * Math.max(soon ? SOON_MS : SHORTEST_MS, share(people));
  const most = Math.min(longest, Math.max(SHORTEST_MS, share(people)) * 2 ** (failures - 1));
  return most / 2 + (Math.random() * most) / 2;
}
