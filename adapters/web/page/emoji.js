// Emoji by the names that platforms give them; one that is not known here shows its name.

const KNOWN = {
  ticket: "🎫", sos: "🆘", eyes: "👀", raising_hand: "🙋", rotating_light: "🚨", helmet_with_white_cross: "⛑️", hammer_and_wrench: "🛠️",
  wrench: "🔧", question: "❓", bulb: "💡", bell: "🔔", admission_tickets: "🎟️",
};

export function emoji(name) {
  return KNOWN[name] ?? `:${name}:`;
}
