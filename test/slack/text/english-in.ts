/** What stays in Latin letters in a Japanese sentence: names, terms, and what is typed or copied as it is. */
const LATIN = [
  /API Clients/g,
  /\/(?:apiclient|invite)(?: [a-z-]+)*/g,
  /npm run [a-z:]+(?: -- \S+)*/g,
  /--[a-z-]+/g,
  /@[\w-]+|#[\w-]+/g,
  /ripple-[a-z0-9]+|NAME\b/g,
  /App Home|JSON Lines|Ripple\/Octo|Authorization: Bearer|x-oauth-scopes|CLIENT_SECRET/g,
  /\b(?:API|Alphaus|Slack|ID|CSV|JSON|UTC|Blue|legacy|Wave|NTP|Cookie|English|cc)(?![A-Za-z])/g,
  // The examples of patterns, and what is typed.
  /\^team-\[a-z0-9-\]\+\$|team-export|\[A-Z\]\+-\[0-9\]\+/g,
  /\b(?:csv|jsonl|create|delete|add|remove|owner-gone|unknown-origin|ending|stale)\b/g,
  /\d{4}-\d{2}-\d{2}(?:T[\d:]+Z)?|\b\d+[hdw]\b/g,
];

/** The English words that are left in a Japanese text. */
export function englishIn(said: string): readonly string[] {
  const left = LATIN.reduce((rest, one) => rest.replaceAll(one, ' '), said);
  return left.match(/[A-Za-z]{2,}/g) ?? [];
}
