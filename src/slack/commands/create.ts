import type { ModalView } from '@slack/types';
import { AlphausUserName } from '../../core/model/api-client.js';
import { PersonId } from '../../core/model/ids.js';
import type { ClientSpec } from '../../core/model/client-record.js';
import { productAway, type UsersTold } from '../../core/connection/connection.js';
import { issueClient } from '../../core/clients/issuing/issue-client.js';
import { Problem } from '../../core/problem.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { createFace } from '../call/faces.js';
import {
  type Button,
  type Conversation,
  defineForm,
  type FormAnswer,
  whenPressed,
} from '../call/conversation.js';
import { orTryAgain, whenTriedAgain } from '../call/try-again.js';
import { createAgain, createAgainFace } from '../forms/again.js';
import type { Group } from '../people/people.js';
import { secretHandover } from '../receipts/receipt.js';
import { prepareFor } from '../requests/prepare.js';
import { askFor } from '../requests/ask.js';
import type { Fields } from '../view/fields.js';
import {
  changeOwnerFace,
  createDrawing,
  type DrawnCreate,
  enteredIn,
  field,
  Hidden,
  isOwnerOffered,
  loadingView,
  readEntered,
  sameNameWarning,
} from '../forms/create-form.js';
import { fetchList, hasName } from '../forms/known-names.js';
import { offered } from '../forms/offered-users.js';
import { offeredGroups, OWNER_ME, ownerFrom } from '../forms/owner-input.js';
import { suggestedUntil } from '../forms/until-input.js';
import {
  type EndTyped,
  endTyped,
  ownerTyped,
  pickUser,
  readOwnerFor,
  readTyped,
  type Typed,
  untilTyped,
} from '../forms/typed-wish.js';
import {
  namesForSelect,
  NOT_SURE,
  type Outcome,
  outcomes,
  selectable,
  userField,
  userOptions,
} from '../forms/user-input.js';

/** The form of the global shortcut, of Home, and of `create`. */
export const openCreateForm = (call: Call): Promise<void> => openClientForm(call, 'create');

/** Opens the form, with what is known already filled in. */
export const openClientForm = (call: Call, wanted: Outcome, typed: Typed = {}): Promise<void> =>
  orTypeAgain(call, wanted, typed, () => openFilledIn(call, wanted, typed));

/** Where something keeps the work from being done, what was typed comes back with a button. */
export const orTypeAgain = <Result>(
  call: Call,
  wanted: Outcome,
  typed: Typed,
  work: () => Promise<Result>,
): Promise<Result> => orTryAgain(call, createAgain(wanted, typed), work);

async function openFilledIn(call: Call, wanted: Outcome, typed: Typed): Promise<void> {
  await call.views.openFor(wanted, loadingView(call.words, wanted));
  const { connection } = await call.connected();
  const { people, rules, workspace } = call.services;
  const [{ users, away, outcome }, { policy }, zone, groups] = await Promise.all([
    offered(call, connection, wanted),
    rules.of(workspace),
    people.zoneOf(call.person),
    // Who named a group needs them; for oneself the form works without.
    typed.owner === undefined
      ? people.groupsToOffer(typed.for ?? call.person, call.log)
      : people.groupsOf(typed.for ?? call.person),
  ]);
  // Who has to ask for an API client can't prepare one for somebody else.
  if (typed.for !== undefined && outcome === 'request') {
    const rule = policy.approval === 'always' ? 'always' : 'no-grant';
    await call.rights.recordRefusal('create', 'any', 'approval-needed');
    throw new Problem({ kind: 'approval-needed', rule });
  }
  const names = selectable(users);
  const [first] = names;
  const [missing] = away;
  if (first === undefined) throw missing ? productAway(missing) : new Problem({ kind: 'no-alphaus-users' });
  const user = pickUser({ users, away }, typed.user) ?? (outcome === 'request' ? NOT_SURE : first);
  const owner = readOwnerFor(call, typed, groups);
  const chosen = owner.kind === 'group' ? owner.id : OWNER_ME;
  fetchList(call, connection, user);
  await call.views.fillIn(
    drawn(call, {
      hidden: {
        outcome,
        users: namesForSelect(names),
        alone: users.every(({ alone }) => alone === true),
        groups: offeredGroups(groups, owner),
        groupsOf: typed.for,
        away: away.map(({ product }) => product),
        zone,
        longestLifeDays: policy.longestLifeDays,
      },
      entered: {
        name: typed.name ?? '',
        user,
        purpose: typed.purpose ?? '',
        owner: typed.owner === undefined ? undefined : chosen,
        until: typed.until ?? suggestedUntil(policy),
        for: typed.for,
      },
    }),
  );
}

const drawn = (call: Call, drawing: DrawnCreate): ModalView =>
  form.view(call, drawing.hidden, createDrawing(call.words, drawing));

const form = defineForm({
  id: 'create.form.v2',
  hidden: Hidden,
  submit(call, hidden, fields): FormAnswer {
    const entered = enteredIn(hidden, fields);
    const recipient = PersonId.safeParse(entered.for).data ?? call.person;
    const rules = call.services.rules.known(call.services.workspace);
    const read = readEntered(call.words, {
      person: recipient,
      entered,
      outcome: hidden.outcome,
      policy: rules?.policy,
      whence: { now: call.services.now(), zone: hidden.zone },
    });
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    if (!isOwnerOffered(hidden, entered)) {
      return { kind: 'errors', errors: { [field.owner]: call.words.create.notRecipientsGroup } };
    }
    const { wish } = read;
    const { user } = wish;
    const typed: Typed = { ...wish, owner: ownerTyped(wish.owner), until: entered.until };
    const again = createAgain(
      hidden.outcome,
      recipient === call.person ? typed : { ...typed, for: recipient },
    );
    if (user === undefined) return { kind: 'accepted', again, goOn: () => askFor(call, wish) };
    const complete = { ...wish, user };
    if (hasName(call, complete) && !fields.ticked(field.sameName).includes('yes')) {
      const warning = sameNameWarning(call.words, user);
      return { kind: 'update', view: drawn(call, { hidden, entered, warning }) };
    }
    return {
      kind: 'accepted',
      early: true,
      again,
      goOn() {
        if (hidden.outcome === 'request') return askFor(call, wish);
        if (recipient !== call.person) return prepareFor(call, recipient, complete);
        return createOrAsk(call, complete, true);
      },
    };
  },
});

/** Shows the select of owners in the form; what else was entered stays. */
const changeOwner = whenPressed(changeOwnerFace, async (call, { outcome }, fields) => {
  await call.rights.mayAttempt(outcome, 'any');
  const hidden = form.carried(call);
  const entered = enteredIn(hidden, fields);
  await redraw(call, fields, { hidden, entered: { ...entered, owner: entered.owner ?? OWNER_ME } });
});

/** Says who owns a client for somebody else, and offers the user groups that they are in. */
const recipientSelect: Button = {
  id: field.for,
  async press(call, _value, fields) {
    await call.rights.mayAttempt('create', 'any');
    const hidden = form.carried(call);
    const entered = enteredIn(hidden, fields);
    const groupsOf = PersonId.safeParse(entered.for).data;
    const groups = await call.services.people.groupsToOffer(groupsOf ?? call.person, call.log);
    const offered = { ...hidden, groupsOf, groups: offeredGroups(groups, ownerFrom(call.person, OWNER_ME)) };
    const owner = isOwnerOffered(offered, entered) ? entered.owner : OWNER_ME;
    await redraw(call, fields, { hidden: offered, entered: { ...entered, owner } });
  },
};

/** Draws the form again; what was entered stays, and what was asked about the name. */
async function redraw(call: Call, fields: Fields, { hidden, entered }: DrawnCreate): Promise<void> {
  const user = AlphausUserName.safeParse(entered.user).data;
  const isAsked =
    user !== undefined && fields.has(field.sameName) && hasName(call, { user, name: entered.name });
  call.views.staysInPlace();
  await call.views.redraw(
    drawn(call, {
      hidden,
      entered,
      ...(isAsked && { warning: sameNameWarning(call.words, user) }),
    }),
  );
}

/**
 * Creates, hands the secret over, and says so where the person asked; asks for approval where the policy says so now. A
 * name that exists by now and was not confirmed takes the person to the form.
 */
async function createOrAsk(call: Call, spec: ClientSpec, sameNameConfirmed: boolean): Promise<void> {
  const services = await call.connectedFor('create');
  const issued = await issueClient(
    { ...services, handover: secretHandover(call, services) },
    { person: call.person, spec, reason: { kind: 'create', sameNameConfirmed } },
  );
  switch (issued.kind) {
    case 'needs-approval':
      return askFor(call, spec);
    case 'same-name':
      return openClientForm(call, 'create', {
        ...spec,
        owner: ownerTyped(spec.owner),
        until: await untilTyped(call, spec.endsAt),
      });
    case 'ambiguous':
      return;
    case 'created':
      break;
  }
  call.log.info({ clientId: issued.record.id, user: spec.user }, 'created');
  if (call.responseUrl !== undefined && call.channel !== services.directMessages.known(call.person)) {
    await call.reply(message([call.words.create.done(spec.name)]));
  }
}

/** Nothing is asked of the API before the person is known to be allowed anything at all. */
async function whatIsNeeded(
  call: Call,
  typed: Typed,
): Promise<readonly [UsersTold, readonly Group[], EndTyped]> {
  await call.rights.mayAttempt('create', 'any');
  const { connection } = await call.connected();
  return Promise.all([
    connection.alphaus.users(),
    typed.owner === undefined ? [] : call.services.people.groupsOf(typed.for ?? call.person),
    endTyped(call, typed.until),
  ]);
}

async function start(call: Call, text: string): Promise<void> {
  const typed = readTyped(text, 'create');
  return orTypeAgain(call, 'create', typed, () => createTyped(call, typed));
}

async function createTyped(call: Call, typed: Typed): Promise<void> {
  const { name, purpose } = typed;
  if (name === undefined || purpose === undefined || typed.isDoubtful === true) {
    return openClientForm(call, 'create', typed);
  }

  // Slow answers make it a form, prefilled: its loading view opens while the trigger lives.
  const known = await call.views.inTime(whatIsNeeded(call, typed));
  if (known === undefined) return openClientForm(call, 'create', typed);
  const [told, groups, end] = known;
  const owner = readOwnerFor(call, typed, groups);
  const user = pickUser(told, typed.user);
  const wish = user === undefined || end === 'missing' ? undefined : { name, purpose, user, owner, ...end };
  return wish === undefined || hasName(call, wish)
    ? openClientForm(call, 'create', typed)
    : typed.for === undefined
      ? createOrAsk(call, wish, false)
      : prepareFor(call, typed.for, wish);
}

export const createConversation: Conversation = {
  command: {
    name: 'create',
    action: 'create',
    start,
  },
  forms: [form],
  buttons: [
    whenPressed(createFace, openCreateForm),
    whenTriedAgain(createAgainFace, (call, { wanted, ...typed }) => openClientForm(call, wanted, typed)),
    changeOwner,
    recipientSelect,
    ...outcomes.map((outcome) => ({
      id: userField[outcome],
      async press(call: Call, value: string | undefined) {
        await call.rights.mayAttempt(outcome, 'any');
        const { connection } = await call.connected();
        if (value !== undefined) fetchList(call, connection, value);
      },
    })),
  ],
  typeaheads: outcomes.map((outcome) => ({
    id: userField[outcome],
    async options(call, query) {
      await call.rights.mayAttempt(outcome, 'any');
      const { connection } = await call.connected();
      const { users } = await offered(call, connection, outcome);
      return userOptions(call.words, { users, query, outcome });
    },
  })),
};
