// From lines to what a list shows: days, groups, and what each line is about. Pure.

const TOGETHER = 5 * 60 * 1000;

export function itemsOf(lines, { direct, replies, dayOf }) {
  const items = [];
  let previous = null;
  for (const line of lines) {
    const newDay = !previous || dayOf(previous.at) !== dayOf(line.at);
    if (newDay) items.push({ key: `day ${dayOf(line.at)}`, day: line.at });
    const grouped = !newDay && together(previous, line);
    items.push({ key: line.id, line, grouped, about: direct && strays(previous, line) ? line.root : "", replies: replies(line) });
    previous = line;
  }
  return items;
}

function together(previous, line) {
  return (
    previous.author === line.author &&
    previous.root === line.root &&
    previous.private === line.private &&
    !previous.command && !line.command &&
    new Date(line.at) - new Date(previous.at) < TOGETHER
  );
}

// In direct messages threads are not set apart, so a line that answers an earlier one than the last says which.
function strays(previous, line) {
  return line.root !== line.id && previous !== null && previous.root !== line.root;
}

export function excerpt(text, most = 48) {
  const words = text.replace(/\s+/g, " ").trim();
  return words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words;
}
