import type { ClientSpec } from '../../core/model/client-record.js';
import { issueClient } from '../../core/clients/issuing/issue-client.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { secretHandover } from '../receipts/receipt.js';
import { askFor } from './ask.js';

/**
 * Creates, hands the secret over, and says so where the person asked; asks for approval where the policy says so now.
 * `same-name`: nothing was done, since the name exists by now, and nobody has said that it may.
 */
export async function createOrAsk(
  call: Call,
  spec: ClientSpec,
  sameNameConfirmed: boolean,
): Promise<'done' | 'same-name'> {
  const services = await call.connectedFor('create');
  const issued = await issueClient(
    { ...services, handover: secretHandover(call, services) },
    { person: call.person, spec, reason: { kind: 'create', sameNameConfirmed } },
  );
  switch (issued.kind) {
    case 'needs-approval':
      await askFor(call, spec);
      return 'done';
    case 'same-name':
      return 'same-name';
    case 'ambiguous':
      return 'done';
    case 'created':
      break;
  }
  call.log.info({ clientId: issued.record.id, user: spec.user }, 'created');
  if (call.responseUrl !== undefined && call.channel !== services.directMessages.known(call.person)) {
    await call.reply(message([call.words.create.done(spec.name)]));
  }
  return 'done';
}
