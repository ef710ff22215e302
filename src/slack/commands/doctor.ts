import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { header } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Conversation } from '../call/conversation.js';
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
  await call.rights.allowedTo('doctor');
  const { doctor } = call.words;
  const line = ({ isGood, said }: Finding): Sentence => doctor.finding(isGood, said);
  const found = await findings(call, CHECKS);
  const wrong = found.filter(({ isGood }) => !isGood);
  call.log.info({ good: found.length - wrong.length, bad: wrong.length }, 'the doctor has looked');
  const lines = [
    doctor.sum(wrong.length),
    ...wrong.map(line),
    ...found.filter(({ isGood }) => isGood).map(line),
  ];
  await call.reply({
    text: plainText([doctor.title], ...lines),
    blocks: [header(doctor.title), richText(...lines)],
  });
}

export const doctorConversation: Conversation = {
  command: { name: 'doctor', action: 'doctor', start },
};
