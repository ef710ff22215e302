import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { changedParts, changePolicy } from '../../core/rules/change-policy.js';
import type { Policy } from '../../core/rights/policy.js';
import { flawsOf } from '../../core/rules/policy-flaws.js';
import { Problem } from '../../core/problem.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineButton, defineForm, type Tried } from '../call/conversation.js';
import { findings } from '../doctor/finding.js';
import { channelsOf } from '../doctor/slack-checks.js';
import { type Choice, optionsFor } from '../view/selects.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { Hidden, sentenceView, policyDrawing, type PolicyForm, readFields } from './policy-form.js';
import { field, groupFields } from './policy-fields.js';
import { previewBlocks } from './policy-preview.js';

const groupChoices = async (call: Call): Promise<readonly Choice[]> =>
  (await call.services.people.groups()).map(({ id, handle }) => ({ value: id, text: `@${handle}` }));

/** Opens the policy that holds now. */
export const policyButton = defineButton({
  id: 'setup.policy.v1',
  value: z.object({}),
  async press(call) {
    await call.openFor('setup', sentenceView(call.words, call.words.policy.loading));
    const { workspace, rules } = call.services;
    const [{ policy, policyVersion }, groups] = await Promise.all([rules.of(workspace), groupChoices(call)]);
    const { responseUrl, channel } = call;
    await call.fillIn(drawn(call.words, { hidden: { responseUrl, channel, policyVersion }, policy, groups }));
  },
});

interface Drawn extends PolicyForm {
  readonly hidden: Hidden;
  readonly policy: Policy;
}

const drawn = (words: Words, { hidden, policy, ...rest }: Drawn): ModalView =>
  form.view(hidden, policyDrawing(words, policy, rest));

const form = defineForm({
  id: 'policy.form.v1',
  hidden: Hidden,
  submit(call, hidden, fields) {
    const read = readFields(call.words, fields);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    return {
      kind: 'tried',
      meanwhile: sentenceView(call.words, call.words.policy.preview.loading),
      outcome: () => preview(call, hidden, read.policy),
    };
  },
});

/** What the entered policy would change; nothing is saved yet. */
async function preview(call: Call, hidden: Hidden, policy: Policy): Promise<Tried> {
  await call.rights.allowedTo('setup');
  const { services } = call;
  const [before, everybody] = await Promise.all([
    services.rules.of(services.workspace),
    services.people.everybody(),
  ]);
  if (before.policyVersion !== hidden.policyVersion) {
    throw new Problem({ kind: 'policy-changed-meanwhile', change: before.policyChanged });
  }
  if (flawsOf({ ...before, policy }, everybody).some(({ kind }) => kind === 'nobody-administers')) {
    const errors = { [field.admins]: call.words.policy.nobodyAdministers };
    const view = drawn(call.words, {
      hidden,
      policy,
      groups: await groupChoices(call),
      complaints: errors,
    });
    return { kind: 'errors', errors, view };
  }
  if (changedParts(before.policy, policy).length === 0) {
    return { kind: 'done', view: sentenceView(call.words, call.words.policy.preview.nothing) };
  }
  const draft = randomUUID();
  const [channelFlaws, names] = await Promise.all([
    flawsOfChannels(call, policy),
    namesOfClients(call),
    services.policyDrafts.keep(services.workspace, draft, policy),
  ]);
  return {
    kind: 'done',
    view: saveForm.view(
      { ...hidden, draft },
      {
        title: call.words.policy.preview.title,
        submit: call.words.policy.preview.submit,
        close: call.words.policy.close,
        blocks: [
          ...previewBlocks(call.words, { before, policy, everybody, channelFlaws, names, by: call.person }),
        ],
      },
    ),
  };
}

async function namesOfClients({ services }: Call): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of services.records.ofUsers(services.workspace)) names.push(name);
  return names;
}

async function flawsOfChannels(call: Call, policy: Policy): Promise<readonly Sentence[]> {
  const found = await findings(call, [channelsOf(policy)]);
  return found.filter(({ isGood }) => !isGood).map(({ said }) => said);
}

const saveForm = defineForm({
  id: 'policy.save.v1',
  hidden: Hidden.extend({ draft: z.uuid() }),
  submit: (call, hidden) => ({
    kind: 'accepted',
    goOn: () => save(call, hidden.policyVersion, hidden.draft),
  }),
});

/** Everything is asked again: rights, the version that was looked at, and whether anybody is left as an admin. */
async function save(call: Call, lookedAt: number, draft: string): Promise<void> {
  await call.rights.allowedTo('setup');
  const { services } = call;
  const policy = await services.policyDrafts.find(services.workspace, draft);
  if (policy === undefined) return call.reply(message([call.words.policy.draftGone]));
  await changePolicy(call.acting, { person: call.person, lookedAt, policy });
  const everybody = await services.people.everybody();
  const { grants } = await services.rules.of(services.workspace);
  const flaws = flawsOf({ policy, grants }, everybody).map(call.words.policy.flaw);
  await call.reply(message([call.words.policy.saved, ...flaws, ...(await flawsOfChannels(call, policy))]));
}

export const policyConversation: Conversation = {
  buttons: [policyButton],
  forms: [form, saveForm],
  typeaheads: groupFields.map((id) => ({
    id,
    async options(call, query) {
      await call.rights.allowedTo('setup');
      return optionsFor(await groupChoices(call), query);
    },
  })),
};
