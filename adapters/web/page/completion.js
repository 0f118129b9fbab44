// What can be completed at the beginning of a message: slash commands, and the mention of Firstline. Pure.

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
  if (!`/${slash}`.startsWith(text.split(" ")[0]) || typed.includes(" ")) return [];
  return commands
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .slice(0, MOST)
    .map((name) => ({ insert: `/${slash} ${name} `, label: `/${slash} ${t(`command-${name}`)}`, about: t(`command-${name}-about`) }));
}
