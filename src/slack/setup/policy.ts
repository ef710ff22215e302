import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { policyFace } from '../call/faces.js';
import { changedParts, changePolicy } from '../../core/rules/change-policy.js';
import type { Policy } from '../../core/rights/policy.js';
import { flawsOf } from '../../core/rules/policy-flaws.js';
import { Problem } from '../../core/problem.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineButton, defineForm, type Tried } from '../call/conversation.js';
import { findings } from '../doctor/finding.js';
import { channelsOf } from '../doctor/slack-checks.js';
import { type Choice, optionsFor } from '../view/inputs.js';
import type { Sentence } from '../text/sentence.js';
import { Hidden, HiddenInSection, readSection, sectionDrawing, sentenceView } from './policy-form.js';
import { field, groupFields } from './policy-fields.js';
import { overviewView } from './policy-overview.js';
import { previewBlocks } from './policy-preview.js';
import { SectionName } from './sections/sections.js';

const groupChoices = async (call: Call): Promise<readonly Choice[]> =>
  (await call.services.people.groups()).map(({ id, handle }) => ({ value: id, text: `@${handle}` }));

/** Nobody where no account is connected: then there is nothing to be sensitive about. */
async function userChoices({ services, words }: Call): Promise<readonly Choice[]> {
  const connection = await services.connections.current();
  const { users } = (await connection?.alphaus.users()) ?? { users: [] };
  return users.map(({ name }) => ({ value: name, text: words.alphausUser(name) }));
}

/** Opens the policy that holds now, in sentences. */
export const policyButton = defineButton({
  id: policyFace.id,
  value: policyFace.value,
  async press(call) {
    const { words, services } = call;
    const isInModal = call.views.modalId !== undefined;
    if (isInModal) await call.rights.allowedTo('setup');
    else await call.views.openFor('setup', sentenceView(words, words.policy.loading));
    const { policy } = await services.rules.of(services.workspace);
    const view = overviewView(words, { policy, change: sectionButton, cameFrom: call.cameFrom });
    // Slack stacks three views at most: the overview, a form, and what it changes.
    await (isInModal ? call.views.replace(view) : call.views.fillIn(view));
  },
});

/** Opens one of its forms, on top of the overview. */
const sectionButton = defineButton({
  id: 'policy.section.v1',
  value: z.object({ section: SectionName }),
  async press(call, { section }) {
    const { words, services } = call;
    // What the form would change is shown on top of it.
    call.views.getsOnTop(1);
    await call.views.openFor('setup', sentenceView(words, words.policy.loading));
    const [{ policy, policyVersion }, groups] = await Promise.all([
      services.rules.of(services.workspace),
      groupChoices(call),
    ]);
    const hidden = { policyVersion, section };
    await call.views.fillIn(form.view(call, hidden, sectionDrawing(words, section, { policy, groups })));
  },
});

/** The review goes on top: **Back** leads to the form with what was entered. */
const form = defineForm({
  id: 'policy.section-form.v1',
  hidden: HiddenInSection,
  submit(call, { section, ...hidden }, fields) {
    const read = readSection(call.words, section, fields);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    return {
      kind: 'tried',
      meanwhile: sentenceView(call.words, call.words.policy.preview.loading),
      outcome: () => preview(call, hidden, read.changed),
    };
  },
});

/** What the entered policy would change; nothing is saved yet. */
async function preview(call: Call, hidden: Hidden, changed: (policy: Policy) => Policy): Promise<Tried> {
  await call.rights.allowedTo('setup');
  const { services, words } = call;
  const [before, everybody] = await Promise.all([
    services.rules.of(services.workspace),
    services.people.everybody(),
  ]);
  if (before.policyVersion !== hidden.policyVersion) {
    throw new Problem({ kind: 'policy-changed-meanwhile', change: before.policyChanged });
  }
  const policy = changed(before.policy);
  if (flawsOf({ ...before, policy }, everybody).some(({ kind }) => kind === 'nobody-administers')) {
    const said = words.policy.nobodyAdministers;
    return { kind: 'errors', errors: { [field.admins]: said }, view: sentenceView(words, [said]) };
  }
  if (changedParts(before.policy, policy).length === 0) {
    return { kind: 'done', view: sentenceView(words, words.policy.preview.nothing) };
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
      call,
      { ...hidden, draft },
      {
        title: words.policy.preview.title,
        submit: words.policy.preview.submit,
        close: words.back,
        blocks: [
          ...previewBlocks(words, { before, policy, everybody, channelFlaws, names, by: call.person }),
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
    closesAll: true,
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
  buttons: [policyButton, sectionButton],
  forms: [form, saveForm],
  typeaheads: [
    ...groupFields.map((id) => ({
      id,
      async options(call: Call, query: string) {
        await call.rights.allowedTo('setup');
        return optionsFor(await groupChoices(call), query);
      },
    })),
    {
      id: field.sensitiveUsers,
      async options(call, query) {
        await call.rights.allowedTo('setup');
        return optionsFor(await userChoices(call), query);
      },
    },
  ],
};
