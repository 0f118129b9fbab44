// What every part of the page may ask: people, places, the store, the connection, and the announcer.

import { plainText } from "./card.js";
import { Store } from "./store.js";
import { t } from "./words.js";

const PLACES = "firstline-places";
const BOT = "firstline";
const TINTS = 5;

export class App {
  loaded = false;
  store = new Store();
  #announcer = document.getElementById("announcer");
  #announced = new Set();

  // on: readChanged() when something has been read, lead(place, id) to show a message in whichever pane can
  constructor(setup, live, on) {
    Object.assign(this, on);
    this.setup = setup;
    this.live = live;
    this.inhabit(setup);
  }

  // Who is here by now, and where. Returns the people who see more than before.
  inhabit({ people, rooms, reaction }) {
    const known = new Map(this.setup.people.map((person) => [person.handle, person.places]));
    people.forEach((person, at) => (person.tint = at % TINTS));
    Object.assign(this.setup, { people, rooms, reaction });
    return people.filter((person) => person.places.some((place) => !known.get(person.handle)?.includes(place)));
  }

  person(handle) {
    return this.setup.people.find((one) => one.handle === handle);
  }

  author(handle) {
    if (handle === BOT) return { handle, name: this.setup.bot, bot: true };
    return this.person(handle) ?? { handle, name: handle };
  }

  kindOf(place) {
    return place.startsWith("dm-") ? "dm" : this.setup.rooms.find((room) => room.id === place).kind;
  }

  roomName(place) {
    return place.startsWith("dm-") ? t("place-dm") : this.setup.rooms.find((room) => room.id === place).name;
  }

  placeName(place) {
    return place.startsWith("dm-") ? t("place-dm") : `#${this.roomName(place)}`;
  }

  // Where each pane was left, for the next visit.
  remember(pane, who, place) {
    localStorage.setItem(PLACES, JSON.stringify({ ...this.remembered(), [pane]: { who, place } }));
  }

  remembered() {
    return JSON.parse(localStorage.getItem(PLACES) ?? "{}");
  }

  // Said once, however many panes show it.
  announceLine(line) {
    if (this.#announced.has(line.id)) return;
    this.#announced.add(line.id);
    this.announce(`${this.author(line.author).name}: ${line.card ? plainText(line.card) : line.text}`);
  }

  announce = (words) => {
    const said = document.createElement("p");
    said.textContent = words;
    this.#announcer.append(said);
    while (this.#announcer.childElementCount > 5) this.#announcer.firstChild.remove();
  };
}
