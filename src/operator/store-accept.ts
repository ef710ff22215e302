import { parseArgs } from 'node:util';
import { openStore, tellOnStandardError } from '../bot/operators-store.js';
import { acceptStore, doubtOf, type StoreDoubt } from '../storage/records/accept-store.js';
import { LOSS_IN_WORDS } from '../storage/records/store-life.js';
import { backendOfRecords } from '../storage/records/workspace-records.js';

const USAGE = `Usage: npm run store:accept            says what is in doubt, and what accepting it means
       npm run store:accept -- --yes   accepts the store as it is`;

function isConfirmed(): boolean {
  try {
    return parseArgs({ options: { yes: { type: 'boolean', default: false } } }).values.yes;
  } catch (cause) {
    throw new Error(USAGE, { cause });
  }
}

function inWords({ loss, without, older }: StoreDoubt): string {
  return [
    ...(loss === undefined ? [] : [`A bot noticed: ${LOSS_IN_WORDS[loss]}.`]),
    ...(without.length === 0 ? [] : [`The rules are gone of: ${without.join(', ')}.`]),
    ...(older.length === 0 ? [] : [`The rules are older than those set last of: ${older.join(', ')}.`]),
  ].join('\n');
}

const MEANING = `Nothing is changed yet. While this is in doubt, the bot allows nothing.
If the store is the wrong one, or a better backup exists: stop the bot, correct STORE_URL or restore, and start it again.
To accept the store as it is means:
  - the policy and the grants that are in it hold, also those that were taken back since it was written;
  - a workspace without a policy has the defaults: Slack's owners and admins administer the bot, and create without approval;
  - API clients that were made since are in Alphaus, and the bot does not know whose they are;
  - what is missing in the audit trail stays missing.
Look at policy and grants (/apiclient setup, /apiclient access) of each workspace before you tell people to go on.
To accept it: npm run store:accept -- --yes`;

async function storeAccept(): Promise<string> {
  const isAccepted = isConfirmed();
  const { backend, keys } = await openStore(process.env);
  try {
    const records = backendOfRecords(backend, keys, tellOnStandardError);
    const doubt = inWords(await doubtOf(records));
    if (isAccepted) {
      await acceptStore(records);
      return 'The store is accepted as it is. A bot that runs takes note of it within seconds.';
    }
    if (doubt === '')
      return 'No bot has noticed that anything is missing in this store: there is nothing to accept.';
    throw new Error(`${doubt}\n${MEANING}`);
  } finally {
    await backend.close();
  }
}

try {
  process.stdout.write(`${await storeAccept()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
