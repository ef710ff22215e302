import type { PersonDriver } from '../sandbox/slack/screen/person.js';

type Near = NonNullable<Parameters<PersonDriver['press']>[1]>;

/** Somebody replaces a client from its receipt: the menu asks before anything is done. */
export async function replaceFromReceipt(person: PersonDriver, near: Near = {}): Promise<void> {
  await person.press('Replace', { in: 'message', ...near });
  const asked = person.seesModal('Programs that use it stop working until they have the new ID and secret.');
  await asked;
  await person.press('Replace', { in: 'modal' });
}
