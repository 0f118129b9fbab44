// The connection: actions out, changes in. What was not answered before it broke is sent again under the same id.

const LONGEST_WAIT = 5000;

export class Live extends EventTarget {
  #socket = null;
  #waiting = new Map();
  #revisions;
  #attempts = 0;
  #count = 0;
  // Ids hold across reloads, so the page's own name is part of them.
  #name = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

  constructor(handles) {
    super();
    this.#revisions = new Map(handles.map((handle) => [handle, 0]));
  }

  connect() {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.#closed());
  }

  // Resolves to the line's id; rejects with {why, values}.
  act(action) {
    const id = `${this.#name}-${++this.#count}`;
    return new Promise((resolve, reject) => {
      const frame = { ...action, id };
      this.#waiting.set(id, { frame, resolve, reject });
      this.#send(frame);
    });
  }

  // All that the person sees, from the beginning: they are new here, or see more than before.
  watch(handle) {
    this.#revisions.set(handle, 0);
    this.#follow(handle, 0);
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #send(frame) {
    if (this.connected) this.#socket.send(JSON.stringify(frame));
  }

  #follow(handle, since) {
    this.#send({ do: "watch", id: `${this.#name}-${++this.#count}`, as: handle, since });
  }

  #opened() {
    const back = this.#attempts > 0;
    this.#attempts = 0;
    for (const [handle, since] of this.#revisions) this.#follow(handle, since);
    for (const { frame } of this.#waiting.values()) this.#send(frame);
    this.dispatchEvent(new CustomEvent("connection", { detail: { on: true, back } }));
  }

  #closed() {
    this.#attempts += 1;
    this.dispatchEvent(new CustomEvent("connection", { detail: { on: false } }));
    setTimeout(() => this.connect(), Math.min(LONGEST_WAIT, 250 * 2 ** Math.min(this.#attempts, 6)));
  }

  #hear(frame) {
    if (frame.type === "changes") {
      this.#revisions.set(frame.as, Math.max(frame.revision, this.#revisions.get(frame.as) ?? 0));
      this.dispatchEvent(new CustomEvent("changes", { detail: frame }));
      return;
    }
    if (frame.type === "setup") {
      this.dispatchEvent(new CustomEvent("setup"));
      return;
    }
    const waiting = this.#waiting.get(frame.id);
    if (!waiting) return;
    this.#waiting.delete(frame.id);
    if (frame.type === "done") waiting.resolve(frame.line);
    else waiting.reject(frame);
  }
}
