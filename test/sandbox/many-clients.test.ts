import { expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.js';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

test('ten thousand API clients, as many under each Alphaus user, are listed and searched', async () => {
  const sandbox = await startSandbox({ root, port: 0, botEntry: 'src/main.ts', clients: 10_000 });
  try {
    const users = sandbox.api.clients().flatMap(({ product, user }) => (product === 'ripple' ? [user] : []));
    const of = (user: string): number => users.filter((one) => one === user).length;
    const counts = [...new Set(users)].map(of);
    expect([users.length, Math.max(...counts) - Math.min(...counts) < 10]).toEqual([10_000, true]);
    const aiko = sandbox.slack.as('aiko');
    await aiko.command('/apiclient list');
    await aiko.seesMessage('1 to 10 of 10,000');
    await aiko.command('/apiclient list client-00042');
    await aiko.seesMessage('1 to 4 of 4');
    // The page is told of every request, with all these secrets masked.
    const told = await fetch(`${sandbox.url}/sandbox/underneath?after=0`);
    const text = await told.text();
    const shown = sandbox.api.clients().filter(({ secret }) => text.includes(secret));
    expect([told.status, shown]).toEqual([200, []]);
  } finally {
    await sandbox.stop();
  }
}, 60_000);
