import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { PersonId } from '../../core/model/ids.js';
import type { Part } from '../../core/store.js';
import type { Notice } from '../../core/workspace/notice.js';
import type { Message } from '../web-api/slack-calls.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import type { Log } from '../log.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { message } from '../view/blocks.js';
import type { Services } from './services.js';

const Left = z.object({ text: z.string(), blocks: z.array(z.custom<KnownBlock>()) });

/** Keeps what Slack does not take now; the person finds it in the DM once Slack is back. */
export async function leaveNotice(services: Services, person: PersonId, said: Message): Promise<void> {
  await services.notices.leave(noticeOf(services, person, said));
}

/** What somebody is told, in the language in which they read. */
export type Said = (words: Words) => Sentence;

/** The parts of a batch by which people are told in their DMs, each in their own language, once it is written. */
export async function leavingNotices(
  services: Services,
  told: ReadonlyMap<PersonId, Said>,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const [person, said] of told) {
    const words = await services.wordsOf(person);
    parts.push(...services.notices.leaving(noticeOf(services, person, message([said(words)]))));
  }
  return parts;
}

const noticeOf = ({ workspace }: Services, person: PersonId, said: Message) => ({
  workspace,
  person,
  message: z.json().parse(JSON.parse(JSON.stringify(said))),
});

/** Rejects while Slack does not take it; who cannot be reached any more is not tried again. */
export async function deliverNotice(
  { services, log }: { readonly services: Services; readonly log: Log },
  { person, message: said }: Notice,
): Promise<void> {
  try {
    const dm = await services.directMessages.channelOf(person);
    await services.calls.post(dm, Left.parse(said));
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    log.warn({ err: error, person }, 'this person cannot be told any more');
  }
}
