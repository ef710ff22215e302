import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Call } from '../call/call.js';
import { buttonFace, defineButton } from '../call/conversation.js';
import type { ListedGrant } from '../text/listed-grant.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { actions, header, line } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';

/** A grant takes two blocks of a message's fifty. */
const PAGE_SIZE = 15;

export const addGrantFace = buttonFace('access.add.v1', z.object({}));
export const removeGrantFace = buttonFace('access.remove.v1', z.object({ id: z.string() }));

/** The grants, newest first, each with its button; `said` comes above them. */
export async function grantsList(call: Call, page: number, said: readonly Sentence[] = []): Promise<Message> {
  await call.rights.allowedTo('access');
  const { words } = call;
  const { access } = words;
  const grants = await listedGrants(call);
  // Grants may have gone since the button was drawn.
  const last = Math.max(0, Math.ceil(grants.length / PAGE_SIZE) - 1);
  const from = Math.min(page, last) * PAGE_SIZE;
  const shown = grants.slice(from, from + PAGE_SIZE);
  const count = grants.length === 0 ? [] : [access.count(from + 1, from + shown.length, grants.length)];
  const paging = [
    ...(from > 0 ? [previousButton.element(access.previous, { page: page - 1 })] : []),
    ...(from + PAGE_SIZE < grants.length ? [nextButton.element(access.next, { page: page + 1 })] : []),
  ];
  const lines: readonly Sentence[] = [...said, [access.intro]];
  return {
    text: plainText(...lines, ...(grants.length === 0 ? [access.none] : shown.map(access.grant))),
    blocks: [
      header(access.title),
      richText(...lines),
      ...(grants.length === 0 ? [richText(access.none)] : count.map(line)),
      ...shown.flatMap((grant) => grantBlocks(words, grant)),
      actions(addGrantFace.element(access.add, {}, { style: 'primary' }), ...paging),
    ],
  };
}

/** All grants, newest first, those that wait for another account or have ended among them. */
async function listedGrants({ services }: Call): Promise<readonly ListedGrant[]> {
  const { grants, waitingGrants = [], endedGrants = [] } = await services.rules.of(services.workspace);
  const listed: readonly ListedGrant[] = [
    ...grants.map((grant) => ({ ...grant, stands: 'holds' }) as const),
    ...waitingGrants.map((grant) => ({ ...grant, stands: 'waits' }) as const),
    ...endedGrants.map((grant) => ({ ...grant, stands: 'ended' }) as const),
  ];
  return listed.toSorted((a, b) => b.at.localeCompare(a.at));
}

function grantBlocks({ access }: Words, grant: ListedGrant): readonly KnownBlock[] {
  const look = { confirm: access.removeConfirm } as const;
  return [
    richText(access.grantGiven(grant)),
    actions(removeGrantFace.element(access.remove, { id: grant.id }, look)),
  ];
}

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
const pageButton = (id: string) =>
  defineButton({
    id,
    value: z.object({ page: z.number().int() }),
    press: async (call, { page }) => call.replace(await grantsList(call, Math.max(0, page))),
  });
const previousButton = pageButton('access.previous.v1');
const nextButton = pageButton('access.next.v1');

export const grantPaging = [previousButton, nextButton];
