import { z } from 'zod';
import type { Action } from '../../core/model/decision.js';
import { Problem } from '../../core/problem.js';
import { textInput } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { defineForm } from '../call/conversation.js';
import { parseArguments } from '../call/arguments.js';
import type { TypedClient } from './client-in-sight.js';
import { readTypedClient } from './validation.js';

const CLIENT_ID = 'client-id';

/** The modal way into a command about one client: asks for its id or name, then goes on as if that were typed. */
export function whichForm(id: string, go: (call: Call, client: TypedClient) => Promise<void>) {
  return defineForm({
    id,
    hidden: z.object({}),
    submit(call, _hidden, fields) {
      try {
        const client = readTypedClient(fields.text(CLIENT_ID));
        return { kind: 'accepted', goOn: () => go(call, client) };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { kind: 'errors', errors: { [CLIENT_ID]: call.words.which.invalid } };
      }
    },
  });
}

export function askWhich(call: Call, action: Action, form: ReturnType<typeof whichForm>): Promise<void> {
  const { which } = call.words;
  return call.views.openFor(
    action,
    form.view(
      call,
      {},
      {
        title: which.title,
        submit: which.submit,
        close: which.close,
        blocks: [textInput(which.label, CLIENT_ID, { hint: which.hint })],
      },
    ),
  );
}

/** What was typed behind a command about one client; `undefined` when nothing was. */
export function typedClient(text: string): TypedClient | undefined {
  const { positional } = parseArguments(text, {});
  return positional.length === 0 ? undefined : readTypedClient(positional.join(' '));
}
