import { z } from 'zod';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { actions, header } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineButton } from '../call/conversation.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Check, type Finding, findings } from '../doctor/finding.js';
import { channels, messagesTab, scopesAndClock } from '../doctor/slack-checks.js';
import { connection, encryptionKeys, policy, store, trail, version } from '../doctor/workspace-checks.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';

const CHECKS: readonly Check[] = [
  scopesAndClock,
  messagesTab,
  channels,
  connection,
  policy,
  trail,
  store,
  encryptionKeys,
  version,
];

async function start(call: Call, text: string): Promise<void> {
  const { positional } = parseArguments(text, {});
  if (positional[0] !== undefined)
    throw new Problem({ kind: 'unexpected-argument', argument: positional[0] });
  await call.reply(await report(call, 'folded'));
}

/** What is wrong first; what is well is counted, and told one by one when somebody asks. */
async function report(call: Call, passed: 'folded' | 'unfolded'): Promise<Message> {
  await call.rights.allowedTo('doctor');
  const { doctor } = call.words;
  const line = ({ isGood, said }: Finding): Sentence => doctor.finding(isGood, said);
  const found = await findings(call, CHECKS);
  const wrong = found.filter(({ isGood }) => !isGood);
  const good = found.filter(({ isGood }) => isGood);
  call.log.info({ good: good.length, bad: wrong.length }, 'the doctor has looked');
  const isFolded = passed === 'folded' && good.length > 0;
  const lines = [
    doctor.sum(wrong.length),
    ...wrong.map(line),
    ...(isFolded ? [doctor.passed(good.length)] : good.map(line)),
  ];
  return {
    text: plainText([doctor.title], ...lines),
    blocks: [
      header(doctor.title),
      richText(...lines),
      ...(isFolded ? [actions(unfoldButton.element(doctor.showPassed, {}))] : []),
    ],
  };
}

const unfoldButton = defineButton({
  id: 'doctor.unfold.v1',
  value: z.object({}),
  press: async (call) => call.replace(await report(call, 'unfolded')),
});

export const doctorConversation: Conversation = {
  command: { name: 'doctor', action: 'doctor', start },
  buttons: [unfoldButton],
};
