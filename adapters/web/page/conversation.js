// Which conversation in direct messages the next words belong to. Pure.

const LIVE = new Set(["open", "new", "pending", "on_hold", "escalated"]);
const COMMAND = /^\/[\p{L}_][\p{L}\p{N}_-]*(\s|$)/u;
const ASKING = /^\/\S+\s+new\s/;

// The root of the conversation that a person's next words continue, or "" for a new one: the last in which Firstline
// still asks something, or somebody looks after a ticket. What only this person sees (commands and their answers) tells
// nothing of it, whatever ticket it is about.
export function continues(lines) {
  const shared = lines.filter((line) => !line.command && !line.private);
  const root = shared.at(-1)?.root ?? "";
  const cards = shared.filter((line) => line.root === root && line.card).map((line) => line.card);
  const telling = cards.filter((card) => card.status || card.buttons.length > 0).at(-1);
  const live = telling ? telling.buttons.length > 0 || LIVE.has(telling.status) : cards.length === 0;
  return live ? root : "";
}

// Whether the text asks or tells something; other commands do not belong to any conversation.
export function isQuestion(text) {
  return !COMMAND.test(text) || ASKING.test(text);
}
