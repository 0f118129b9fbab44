// Whether Firstline is looking: shown when that takes more than a second, until it has looked.

const PATIENCE = 1000;

export class Progress {
  #timer = 0;
  #changed;
  visible = false;

  constructor(changed) {
    this.#changed = changed;
  }

  begin() {
    this.clear();
    this.#timer = setTimeout(() => this.#show(), PATIENCE);
  }

  answered() {
    const was = this.visible;
    this.clear();
    if (was) this.#changed();
  }

  clear() {
    clearTimeout(this.#timer);
    this.visible = false;
  }

  #show() {
    this.visible = true;
    this.#changed();
  }
}
