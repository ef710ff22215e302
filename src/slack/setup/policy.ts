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
import { richText, type Sentence } from '../text/sentence.js';
import { en } from '../text/en/en.js';
import {
  type Complaints,
  field,
  groupFields,
  Hidden,
  loadingView,
  policyDrawing,
  readFields,
} from './policy-form.js';
import { previewBlocks } from './policy-preview.js';

const groupChoices = async (call: Call): Promise<readonly Choice[]> =>
  (await call.services.people.groups()).map(({ id, handle }) => ({ value: id, text: `@${handle}` }));

/** Opens the policy that holds now. */
export const policyButton = defineButton({
  id: 'setup.policy.v1',
  value: z.object({}),
  async press(call) {
    await call.openFor('setup', loadingView(en.policy.loading));
    const { workspace, rules } = call.services;
    const [{ policy, policyVersion }, groups] = await Promise.all([rules.of(workspace), groupChoices(call)]);
    const { responseUrl, channel } = call;
    await call.fillIn(drawn({ responseUrl, channel, policyVersion }, policy, groups));
  },
});

const drawn = (
  hidden: Hidden,
  policy: Policy,
  groups: readonly Choice[],
  complaints?: Complaints,
): ModalView => form.view(hidden, policyDrawing(policy, groups, complaints));

const form = defineForm({
  id: 'policy.form.v1',
  hidden: Hidden,
  submit(call, hidden, fields) {
    const read = readFields(fields);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    return {
      kind: 'tried',
      meanwhile: loadingView(en.policy.preview.loading),
      outcome: () => preview(call, hidden, read.policy),
    };
  },
});

/** What the entered policy would change; nothing is saved yet. */
async function preview(call: Call, hidden: Hidden, policy: Policy): Promise<Tried> {
  await call.rights.allowedTo('setup');
  const { services } = call;
  const [before, everybody, records] = await Promise.all([
    services.rules.of(services.workspace),
    services.people.everybody(),
    services.records.ofWorkspace(services.workspace),
  ]);
  if (before.policyVersion !== hidden.policyVersion) {
    throw new Problem({ kind: 'policy-changed-meanwhile', change: before.policyChanged });
  }
  if (flawsOf({ ...before, policy }, everybody).some(({ kind }) => kind === 'nobody-administers')) {
    const errors = { [field.admins]: en.policy.nobodyAdministers };
    return { kind: 'errors', errors, view: drawn(hidden, policy, await groupChoices(call), errors) };
  }
  if (changedParts(before.policy, policy).length === 0) {
    return { kind: 'done', view: saidView(en.policy.preview.nothing) };
  }
  const draft = randomUUID();
  const [channelFlaws] = await Promise.all([
    flawsOfChannels(call, policy),
    services.policyDrafts.keep(services.workspace, draft, policy),
  ]);
  const names = records.filter(({ closed }) => closed === undefined).map(({ name }) => name);
  return {
    kind: 'done',
    view: saveForm.view(
      { ...hidden, draft },
      {
        title: en.policy.preview.title,
        submit: en.policy.preview.submit,
        close: en.policy.close,
        blocks: [...previewBlocks({ before, policy, everybody, channelFlaws, names, by: call.person })],
      },
    ),
  };
}

async function flawsOfChannels(call: Call, policy: Policy): Promise<readonly Sentence[]> {
  const found = await findings(call, [channelsOf(policy)]);
  return found.filter(({ isGood }) => !isGood).map(({ said }) => said);
}

function saidView(said: Sentence): ModalView {
  const { blocks, ...view } = loadingView(en.policy.loading);
  return { ...view, blocks: blocks.with(0, richText(said)) };
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
  const { rule } = await call.rights.allowedTo('setup');
  const { services } = call;
  const policy = await services.policyDrafts.find(services.workspace, draft);
  if (policy === undefined) return call.reply(message([en.policy.draftGone]));
  const everybody = await services.people.everybody();
  await changePolicy(
    { ...services, person: call.person, reference: call.reference, rule },
    lookedAt,
    policy,
    everybody,
  );
  const { grants } = await services.rules.of(services.workspace);
  const flaws = flawsOf({ policy, grants }, everybody).map(en.policy.flaw);
  await call.reply(message([en.policy.saved, ...flaws, ...(await flawsOfChannels(call, policy))]));
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
