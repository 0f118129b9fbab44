// What every person sees, and what they have read. No elements here.

const READ = "firstline-read";

export class Store {
  #lines = new Map();
  #reactions = new Map();
  #read = JSON.parse(localStorage.getItem(READ) ?? "{}");

  // Takes a frame of changes; returns the lines that are new or different, with `fresh` for new ones.
  take(frame) {
    const mine = this.#of(frame.as);
    return frame.lines.flatMap((line) => {
      if (line.of) return this.#react(mine, line);
      const fresh = !mine.has(line.id);
      mine.set(line.id, this.#dressed(line));
      return [{ line: mine.get(line.id), fresh }];
    });
  }

  // A reaction is part of the line that it stands on, which may come later.
  #react(mine, { of, emoji }) {
    this.#reactions.set(of, new Set([...(this.#reactions.get(of) ?? []), emoji]));
    const about = mine.get(of);
    if (!about) return [];
    mine.set(of, this.#dressed(about));
    return [{ line: mine.get(of), fresh: false }];
  }

  #dressed(line) {
    const reactions = this.#reactions.get(line.id);
    return reactions ? { ...line, reactions: [...reactions] } : line;
  }

  line(who, id) {
    return this.#of(who).get(id);
  }

  all(who, place) {
    return [...this.#of(who).values()].filter((line) => line.channel === place).sort(byTime);
  }

  // The lines of a channel outside its threads.
  tops(who, place) {
    return this.all(who, place).filter((line) => line.root === line.id);
  }

  thread(who, root) {
    const first = this.line(who, root);
    return first ? this.all(who, first.channel).filter((line) => line.root === root) : [];
  }

  unread(who, place) {
    const until = this.#read[`${who}/${place}`] ?? "";
    return this.all(who, place).filter((line) => line.author !== who && line.id > until).length;
  }

  // Everything shown so far in the place has been read; true if that is news.
  read(who, place) {
    const last = this.all(who, place).at(-1)?.id ?? "";
    const key = `${who}/${place}`;
    if (last <= (this.#read[key] ?? "")) return false;
    this.#read[key] = last;
    localStorage.setItem(READ, JSON.stringify(this.#read));
    return true;
  }

  #of(who) {
    if (!this.#lines.has(who)) this.#lines.set(who, new Map());
    return this.#lines.get(who);
  }
}

function byTime(one, other) {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
