import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { withWorkflowStep } from './text/workflow-step.js';

/** Beside this tool where it is built, and at the top of the project. */
const FILES = ['manifest.yml', '../../manifest.yml'].map((path) => new URL(path, import.meta.url));

/** Prints `manifest.yml` with the bot's own address instead of the example's, and with the workflow step if it is asked for. */
async function print(): Promise<void> {
  const [given = '', ...flags] = process.argv.slice(2);
  const isKnown = flags.every((flag) => flag === '--workflow-step');
  const address = URL.canParse(given) ? new URL(given) : undefined;
  if (address?.protocol !== 'https:' || !isKnown) {
    throw new Error(
      'Usage: npm run manifest -- https://bot.example.com [--workflow-step] (Slack wants https; the step needs a paid plan)',
    );
  }
  const file = FILES.find((one) => existsSync(one));
  if (file === undefined) throw new Error('manifest.yml is missing: build again with npm run build.');
  const plain = await readFile(file, 'utf8');
  const manifest = flags.length > 0 ? withWorkflowStep(plain) : plain;
  const base = `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
  // The manifest's first line says how to get what is printed here.
  const [, ...lines] = manifest.replaceAll('https://bot.example.com', base).split('\n');
  process.stdout.write(lines.join('\n'));
}

try {
  await print();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
