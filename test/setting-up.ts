import type { Credentials, SandboxApi } from '../sandbox/api/start-api.js';
import type { PersonDriver } from '../sandbox/slack/screen/person.js';
import { root } from './harness.js';

/** An admin looks at what is set up, and at what is connected. */
export async function openConnection(admin: PersonDriver): Promise<void> {
  await openSetup(admin, 'Connection');
  await admin.seesModal('Stored encrypted, and never shown again.');
}

export type PolicySection = 'Approvals' | 'People' | 'Names and limits' | 'Channels and retention';

/** An admin looks at what is set up, at the policy, and opens one of its forms. */
export async function openPolicy(admin: PersonDriver, section: PolicySection): Promise<void> {
  await openSetup(admin, 'Policy');
  await admin.sees(() => admin.canPress(section));
  await admin.press(section);
  await admin.sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
}

async function openSetup(admin: PersonDriver, part: string): Promise<void> {
  await admin.command('/apiclient setup');
  await admin.seesMessage('Settings for everyone in this workspace');
  await admin.press(part);
}

export interface Account extends Credentials {
  /** The form's own choice when left out. */
  readonly product?: 'Ripple/Octo' | 'Wave';
  readonly flavour?: 'legacy' | 'Blue';
}

/** An admin enters an Alphaus account; whether it is connected, the form says. */
export async function enterAccount(
  admin: PersonDriver,
  { id, secret, product, flavour }: Account,
): Promise<void> {
  await openConnection(admin);
  if (product !== undefined) await admin.choose('Product', product);
  if (flavour !== undefined) await admin.choose('API', flavour);
  await admin.fill('Client ID', id);
  await admin.fill('Client secret', secret);
  await admin.submit();
}

/** Sets up a connection, and waits until it is saved. */
export async function connectAccount(admin: PersonDriver, account: Account): Promise<void> {
  await enterAccount(admin, account);
  await admin.seesModal(`Connected ${account.product ?? 'Ripple/Octo'}`);
  await admin.closeModal();
}

/** Another API client of the account that is connected first. */
export function anotherClient(api: SandboxApi): Credentials {
  const [another] = api.seed(root, [{ name: 'connection of the bot, anew' }]);
  if (another === undefined) throw new Error('nothing was seeded');
  return another;
}
