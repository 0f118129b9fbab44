// What can be completed: slash commands and what may be said in their end, and the mention of Firstline. Pure.

import { t } from "./words.js";

const MOST = 13;

export function candidates(text, { slash, commands, bot, direct }) {
  if (/^\/\S*$/.test(text) || text.startsWith(`/${slash} `)) return commandsFor(text, slash, commands);
  const at = /(^|\s)@(\p{L}*)$/u.exec(text);
  if (!direct && at && bot.toLowerCase().startsWith(at[2].toLowerCase())) {
    return [{ insert: `${text.slice(0, text.length - at[2].length - 1)}@${bot} `, label: `@${bot}`, about: t("mention-bot") }];
  }
  return [];
}

// The slash command alone asks what there is.
export function completed(text, { slash }) {
  return isBare(text, slash) ? `/${slash} help` : text;
}

export function isBare(text, slash) {
  return text.trim() === `/${slash}`;
}

function commandsFor(text, slash, commands) {
  const typed = text.replace(/^\/\S*\s?/, "");
  if (!`/${slash}`.startsWith(text.split(" ")[0])) return [];
  return typed.includes(" ") ? valuesFor(typed, slash, commands) : namesFor(typed.toLowerCase(), slash, commands);
}

// By each of its names; what is put in is the word of the page's language, unless another one was begun.
function namesFor(typed, slash, commands) {
  return commands.flatMap(({ name, aliases }) => {
    const own = t(`command-${name}`).split(" ")[0];
    const begun = [own, name, ...aliases].find((word) => word.startsWith(typed));
    return begun ? [{ insert: `/${slash} ${begun} `, label: `/${slash} ${t(`command-${name}`)}`, about: t(`command-${name}-about`) }] : [];
  }).slice(0, MOST);
}

// What may be said in the end: after the number, which may be left out in a ticket's thread.
function valuesFor(typed, slash, commands) {
  const [, word, number, rest] = /^(\S+)\s+(#?\d+\s+)?(.*)$/su.exec(typed) ?? [];
  const command = commands.find(({ name, aliases }) => word && [name, ...aliases].includes(word.toLowerCase()));
  if (!command || !command.follows.includes("values") || /^#?\d*$/.test(rest) && !number) return [];
  if (command.values.some((value) => value.toLowerCase() === rest.toLowerCase())) return [];
  const about = t(`command-${command.name}-about`);
  return command.values
    .filter((value) => value.toLowerCase().startsWith(rest.toLowerCase()))
    .slice(0, MOST)
    .map((value) => ({ insert: `/${slash} ${word} ${number ?? ""}${value}`, label: value, about }));
}
