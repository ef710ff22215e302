import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Beside this tool where it is built, and at the top of the project. */
const FILES = ['manifest.yml', '../../manifest.yml'].map((path) => new URL(path, import.meta.url));

/** Prints `manifest.yml` with the bot's own address instead of the example's. */
async function print(): Promise<void> {
  const [given = ''] = process.argv.slice(2);
  const address = URL.canParse(given) ? new URL(given) : undefined;
  if (address?.protocol !== 'https:') {
    throw new Error('Usage: npm run manifest -- https://bot.example.com (Slack wants https)');
  }
  const file = FILES.find((one) => existsSync(one));
  if (file === undefined) throw new Error('manifest.yml is missing: build again with npm run build.');
  const manifest = await readFile(file, 'utf8');
  const base = `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
  // Its first line says how to get what is printed here.
  const [, ...lines] = manifest.replaceAll('https://bot.example.com', base).split('\n');
  process.stdout.write(lines.join('\n'));
}

try {
  await print();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
