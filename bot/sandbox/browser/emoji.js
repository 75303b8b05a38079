/** The short names of the emoji that an incident's messages use; others stay as typed, as in Slack. */

const EMOJI = {
  "+1": "👍", "-1": "👎", "100": "💯", adhesive_bandage: "🩹", alarm_clock: "⏰", ambulance: "🚑", arrow_right: "➡️", arrows_counterclockwise: "🔄",
  ballot_box_with_check: "☑️", bangbang: "‼️", bell: "🔔", black_circle: "⚫", blue_circle: "🔵", large_blue_circle: "🔵", book: "📖",
  bookmark: "🔖", boom: "💥", broken_heart: "💔", bug: "🐛", bulb: "💡", calendar: "📅", candle: "🕯️", chart_with_downwards_trend: "📉",
  chart_with_upwards_trend: "📈", clipboard: "📋", clock1: "🕐", cloud: "☁️", computer: "💻", construction: "🚧", construction_worker: "👷",
  cry: "😢", electric_plug: "🔌", envelope: "✉️", exclamation: "❗", eyes: "👀", fire: "🔥", fire_engine: "🚒", flashlight: "🔦", gear: "⚙️",
  globe_with_meridians: "🌐", green_circle: "🟢", large_green_circle: "🟢", green_heart: "💚", grey_exclamation: "❕", grey_question: "❔",
  hammer_and_wrench: "🛠️", heart: "❤️", heavy_check_mark: "✔️", hourglass: "⌛", hourglass_flowing_sand: "⏳", information_source: "ℹ️",
  key: "🔑", large_orange_circle: "🟠", orange_circle: "🟠", large_yellow_circle: "🟡", yellow_circle: "🟡", link: "🔗", lock: "🔒",
  loudspeaker: "📢", mag: "🔍", mega: "📣", memo: "📝", mute: "🔇", no_entry: "⛔", no_entry_sign: "🚫", octagonal_sign: "🛑", ok: "🆗",
  ok_hand: "👌", package: "📦", page_facing_up: "📄", paperclip: "📎", partying_face: "🥳", pencil: "📝", pencil2: "✏️", pray: "🙏",
  pushpin: "📌", question: "❓", raised_hands: "🙌", red_circle: "🔴", repeat: "🔁", rocket: "🚀", rotating_light: "🚨", satellite: "📡",
  scream: "😱", shield: "🛡️", sleuth_or_spy: "🕵️", smile: "😄", snail: "🐌", sob: "😭", sos: "🆘", sparkles: "✨", speech_balloon: "💬",
  star: "⭐", stopwatch: "⏱️", sunny: "☀️", sweat_smile: "😅", tada: "🎉", telescope: "🔭", test_tube: "🧪", thinking_face: "🤔",
  thumbsdown: "👎", thumbsup: "👍", thunder_cloud_and_rain: "⛈️", ticket: "🎫", timer_clock: "⏲️", tools: "🛠️", traffic_light: "🚦",
  triangular_flag_on_post: "🚩", umbrella: "☔", unlock: "🔓", warning: "⚠️", wave: "👋", white_check_mark: "✅", white_circle: "⚪",
  wrench: "🔧", x: "❌", zap: "⚡", zzz: "💤",
};

/** The character for a short name, or null. */
export function emojiFor(name) {
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : null;
}

/** `text` with every known `:short_name:` replaced. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (typed, name) => emojiFor(name) ?? typed);
}
