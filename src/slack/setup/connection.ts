import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { AlphausUser } from '../../core/model/api-client.js';
import {
  connectAccount,
  disconnectAccount,
  makeDefaultAccount,
  testAccount,
} from '../../core/connection/connect-account.js';
import type { ConnectedAccount, Credentials } from '../../core/connection/connection.js';
import { Product } from '../../core/model/product.js';
import { type ApiProblem, Problem } from '../../core/problem.js';
import { actions, plain } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineButton, defineForm, type Tried } from '../call/conversation.js';
import { failureOverForm, notDone } from '../call/answering/outcome.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { Fields } from '../view/fields.js';
import type { Words } from '../text/words.js';
import { connectionDrawing, connectionFields, field, readFields } from './connection-form.js';

const OnAccount = z.object({ product: Product });

/** Opens the view of what is connected, with the form to connect more. */
export const connectionButton = defineButton({
  id: 'setup.connection.v1',
  value: z.object({}),
  async press(call) {
    // What becomes of the credentials is shown on top of their form.
    call.views.getsOnTop(1);
    await call.views.openFor('setup', plainView(call, [richText(call.words.setup.form.loading)]));
    await call.views.fillIn(formView(call, await call.services.connections.accounts()));
  },
});

/** One account a line, with what can be done to it. */
function accountBlocks({ setup }: Words, accounts: readonly ConnectedAccount[]): readonly KnownBlock[] {
  return accounts.flatMap((account, index) => {
    const value = { product: account.product };
    const buttons: ActionsBlock['elements'] = [testButton.element(setup.test, value)];
    if (index > 0) buttons.push(defaultButton.element(setup.makeDefault, value));
    if (account.made !== undefined) {
      const { disconnect, disconnectConfirm } = setup;
      buttons.push(
        disconnectButton.element(disconnect, value, { style: 'danger', confirm: disconnectConfirm }),
      );
    }
    return [richText(setup.account(account, index === 0 && accounts.length > 1)), actions(...buttons)];
  });
}

const plainView = (call: Call, blocks: readonly KnownBlock[]): ModalView =>
  connectForm.view(call, {}, connectionDrawing(call.words, blocks, false));

function formView(
  call: Call,
  accounts: readonly ConnectedAccount[],
  said: readonly Sentence[] = [],
): ModalView {
  const { words } = call;
  const top = said.length === 0 ? [] : [richText(...said)];
  return connectForm.view(
    call,
    {},
    connectionDrawing(
      words,
      [...top, ...accountBlocks(words, accounts), ...connectionFields(words, accounts)],
      true,
    ),
  );
}

/**
 * Says something above what is connected. A form that is there stays, with what was typed into it: Slack keeps that by
 * the ids of the fields, so the secret never goes back into a view.
 */
async function sayAbove(call: Call, fields: Fields, ...said: readonly Sentence[]): Promise<void> {
  const isFormThere = fields.chosen(field.product) !== undefined;
  await call.views.replace(
    isFormThere
      ? formView(call, await call.services.connections.accounts(), said)
      : await stateView(call, ...said),
  );
}

/** The view without the form: what was typed into it is gone with it, the secret above all. */
async function stateView(call: Call, ...said: readonly Sentence[]): Promise<ModalView> {
  const accounts = await call.services.connections.accounts();
  const { form } = call.words.setup;
  return plainView(call, [
    richText(...said),
    ...accountBlocks(call.words, accounts),
    actions(moreButton.element(accounts.length === 0 ? form.first : form.another, {})),
  ]);
}

const connectForm = defineForm({
  id: 'setup.connect.v1',
  hidden: z.object({}),
  submit(call, _hidden, fields) {
    const read = readFields(call.words, fields);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    return {
      kind: 'tried',
      meanwhile: overForm(call, call.words.setup.form.trying),
      outcome: () => connect(call, read.credentials),
    };
  },
});

/** What is said on top of the form: **Back** leads to it. */
const overForm = ({ words }: Call, said: Sentence): ModalView => ({
  type: 'modal',
  title: plain(words.setup.form.title),
  close: plain(words.back),
  blocks: [richText(said)],
});

/** A secret is shown only once at Alphaus, so the form stays until it is taken, and then goes with what was typed. */
async function connect(call: Call, credentials: Credentials): Promise<Tried> {
  let users: readonly AlphausUser[];
  try {
    users = await connectAccount(call.acting, { person: call.person, credentials });
  } catch (error) {
    const facts = apiProblem(error);
    if (facts === undefined) throw error;
    call.log.info({ problem: facts, err: error }, 'the credentials were not taken');
    const { field: name, text } = call.words.setup.refused(facts, credentials.product);
    const said = notDone(call, [[text]]);
    return {
      kind: 'errors',
      errors: { [field[name]]: said.text },
      view: failureOverForm(call, said),
    };
  }
  call.log.info({ product: credentials.product, flavour: credentials.flavour }, 'connected');
  const said = call.words.setup.connected(credentials.product, users);
  return { kind: 'done', view: overForm(call, said), formAfter: await stateView(call, said) };
}

const apiProblem = (error: unknown): ApiProblem | undefined =>
  error instanceof Problem && 'operation' in error.facts ? error.facts : undefined;

/** Shows the form again, below what is connected. */
const moreButton = defineButton({
  id: 'setup.connection-more.v1',
  value: z.object({}),
  async press(call) {
    await call.rights.allowedTo('setup');
    await call.views.replace(formView(call, await call.services.connections.accounts()));
  },
});

const testButton = defineButton({
  id: 'setup.test.v1',
  value: OnAccount,
  async press(call, { product }, fields) {
    await call.rights.allowedTo('setup');
    const accounts = await call.services.connections.accounts();
    const account = accounts.find((one) => one.product === product);
    if (account === undefined) return sayAbove(call, fields, call.words.setup.gone(product));
    await sayAbove(call, fields, call.words.setup.testing(account));
    let said: readonly Sentence[];
    try {
      const users = await testAccount(call.acting, { person: call.person, product });
      said = [users === undefined ? call.words.setup.gone(product) : call.words.setup.works(account, users)];
    } catch (error) {
      const facts = apiProblem(error);
      if (facts === undefined) throw error;
      call.log.warn({ problem: facts, err: error }, 'the connection does not work');
      said = [
        call.words.setup.doesNotWork(account, call.words.problem(facts)),
        call.words.reference(call.reference),
      ];
    }
    await sayAbove(call, fields, ...said);
  },
});

const defaultButton = defineButton({
  id: 'setup.default.v1',
  value: OnAccount,
  press: (call, { product }, fields) =>
    changeAccount(call, fields, {
      product,
      change: makeDefaultAccount,
      done: call.words.setup.isDefault(product),
    }),
});

const disconnectButton = defineButton({
  id: 'setup.disconnect.v1',
  value: OnAccount,
  press: (call, { product }, fields) =>
    changeAccount(call, fields, {
      product,
      change: disconnectAccount,
      done: call.words.setup.disconnected(product),
    }),
});

interface AccountChange {
  readonly product: Product;
  readonly change: typeof disconnectAccount;
  readonly done: Sentence;
}

async function changeAccount(
  call: Call,
  fields: Fields,
  { product, change, done }: AccountChange,
): Promise<void> {
  const happened = await change(call.acting, { person: call.person, product });
  await sayAbove(call, fields, happened ? done : call.words.setup.gone(product));
}

export const connectionConversation: Conversation = {
  buttons: [connectionButton, moreButton, testButton, defaultButton, disconnectButton],
  forms: [connectForm],
};
