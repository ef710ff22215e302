import type { KnownBlock, ModalView } from '@slack/types';
import { recordOfRequester } from '../../core/clients/issuing/confirm-saved.js';
import type { ClientId } from '../../core/model/ids.js';
import { defineButton } from '../call/conversation.js';
import type { Words } from '../text/words.js';
import { line, plain, preformatted } from '../view/blocks.js';
import { ReceiptOf } from './secret-message.js';

/** Beside a secret: shows how a program uses it. The secret itself is not in the view. */
export const howToButton = defineButton({
  id: 'receipt.how-to.v1',
  value: ReceiptOf,
  async press(call, { id }) {
    const { words, person } = call;
    await call.views.openFor('confirm-receipt', view(words, [line(words.secret.howToLoading)]));
    const [{ connection }, { user }] = await Promise.all([
      call.connected(),
      recordOfRequester(call.acting, { person, id }),
    ]);
    await call.views.fillIn(
      view(words, [
        line(words.secret.howTo),
        preformatted(tokenCommand(connection.alphaus.tokenUrlOf(user), id)),
        line(words.secret.howToToken),
      ]),
    );
  },
});

const view = ({ secret }: Words, blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  title: plain(secret.howToUse),
  close: plain(secret.howToClose),
  blocks,
});

const tokenCommand = (tokenUrl: string, id: ClientId): string =>
  [
    `curl ${tokenUrl}`,
    '  -F grant_type=client_credentials',
    `  --form-string client_id=${id}`,
    '  --form-string "client_secret=$CLIENT_SECRET"',
    '  -F scope=openid',
  ].join(' \\\n');
