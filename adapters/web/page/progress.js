// Whether Firstline is looking: shown when an answer takes more than a second, and never for long.

const PATIENCE = 1000;
const LONGEST_AFTER = 5000;

export class Progress {
  #timers = [];
  #changed;
  visible = false;

  constructor(changed) {
    this.#changed = changed;
  }

  begin() {
    this.clear();
    this.#later(PATIENCE, () => this.#show(true));
  }

  // Committed; an answer to words is on its way, if one is coming at all.
  acknowledged() {
    this.#later(LONGEST_AFTER, () => this.answered());
  }

  answered() {
    const was = this.visible;
    this.clear();
    if (was) this.#changed();
  }

  clear() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.visible = false;
  }

  #show(visible) {
    this.visible = visible;
    this.#changed();
  }

  #later(milliseconds, act) {
    this.#timers.push(setTimeout(act, milliseconds));
  }
}
