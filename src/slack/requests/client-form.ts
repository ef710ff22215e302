import type { ModalView } from '@slack/types';
import { AlphausUserName } from '../../core/model/api-client.js';
import { PersonId } from '../../core/model/ids.js';
import { productAway } from '../../core/connection/connection.js';
import { Problem } from '../../core/problem.js';
import type { Call } from '../call/call.js';
import { createFace } from '../call/faces.js';
import {
  type Button,
  type Conversation,
  defineForm,
  type FormAnswer,
  whenPressed,
} from '../call/conversation.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { createAgain, createAgainFace } from '../forms/again.js';
import { askFor } from './ask.js';
import { createOrAsk } from './create-or-ask.js';
import { prepareFor } from './prepare.js';
import type { Fields } from '../view/fields.js';
import {
  changeOwnerFace,
  createDrawing,
  type DrawnCreate,
  type Entered,
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
import { ownerTyped, pickUser, readOwnerFor, type Typed } from '../forms/typed-wish.js';
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
    const recipient = enteredPerson(entered) ?? call.person;
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
      async goOn() {
        if (hidden.outcome === 'request') return askFor(call, wish);
        if (recipient !== call.person) return prepareFor(call, recipient, complete);
        await createOrAsk(call, complete, true);
      },
    };
  },
});

const enteredPerson = ({ for: chosen }: Entered): PersonId | undefined =>
  chosen === undefined ? undefined : PersonId.safeParse(chosen).data;

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
    const groupsOf = enteredPerson(entered);
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

/** What the form, and what leads to it, answers to. */
export const clientForm: Required<Pick<Conversation, 'forms' | 'buttons' | 'typeaheads'>> = {
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
