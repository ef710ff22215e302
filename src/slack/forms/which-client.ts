import { z } from 'zod';
import type { ClientId } from '../../core/model/ids.js';
import type { Action } from '../../core/model/decision.js';
import { Problem } from '../../core/problem.js';
import { textInput } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { defineForm } from '../call/conversation.js';
import { readClientId } from './validation.js';

const CLIENT_ID = 'client-id';

/** The modal way into a command about one client: asks for its id, then goes on as if it were typed. */
export function whichForm(id: string, go: (call: Call, client: ClientId) => Promise<void>) {
  return defineForm({
    id,
    hidden: z.object({ responseUrl: z.string().optional() }),
    submit(call, _hidden, fields) {
      try {
        const client = readClientId(fields.text(CLIENT_ID));
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
  return call.openFor(
    action,
    form.view(
      { responseUrl: call.responseUrl },
      {
        title: which.title,
        submit: which.submit,
        close: which.close,
        blocks: [textInput(which.label, CLIENT_ID, { hint: which.hint })],
      },
    ),
  );
}
