import { readFile } from 'node:fs/promises';

/** Prints `manifest.yml` with the bot's own address in the place of the example's. */
const [given] = process.argv.slice(2);
const address = given === undefined ? undefined : URL.parse(given);
if (address === undefined || address === null || address.protocol !== 'https:') {
  process.stderr.write('Usage: npm run manifest -- https://bot.example.com (Slack wants https)\n');
  process.exit(1);
}
const manifest = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8');
const base = `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
// Its first line says how to get what is printed here.
const [, ...lines] = manifest.replaceAll('https://bot.example.com', base).split('\n');
process.stdout.write(lines.join('\n'));
