import type { Button as ButtonElement, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { z } from 'zod';
import type { Action } from '../../core/model/decision.js';
import { Problem } from '../../core/problem.js';
import { plain } from '../view/blocks.js';
import { carriedIn } from '../transport/payloads.js';
import type { CommandName } from '../text/words.js';
import type { Call } from './call.js';
import type { Fields } from '../view/fields.js';

/** A subcommand of `/apiclient`; `help` is made from these. */
export interface Command {
  /** How it is typed and what it does, every language says by this. */
  readonly name: CommandName;
  /** What it takes to use it; absent for what everybody may. */
  readonly action?: Action;
  /** For one that only reads: it begins while it is found out whether Slack delivered it before. */
  readonly early?: boolean;
  start(call: Call, text: string): Promise<void>;
}

/** What can be pressed or chosen in a message or view: looked up by its id, never by trying them all. */
export interface Button {
  readonly id: string;
  press(call: Call, value: string | undefined, fields: Fields): Promise<void>;
}

/** What begins an act again, with what was entered. */
export interface Again<Value> {
  readonly face: ButtonFace<Value>;
  /** What its button is to carry: the first of these that it can. */
  readonly values: readonly Value[];
}

/** What a form answers: Slack waits for it, so it comes without asking anybody. */
export type FormAnswer =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'update'; readonly view: ModalView }
  /** The form closes, and the work continues. */
  | {
      readonly kind: 'accepted';
      goOn(): Promise<void>;
      /** Brings back what was entered, where it is not done for a reason that passes. */
      readonly again?: Again<unknown>;
      /** It begins while it is found out whether Slack delivered this before: it waits for `call.first()` itself. */
      readonly early?: boolean;
      /** The views below it close as well. */
      readonly closesAll?: boolean;
      /** Shown in its place instead, until the outcome is: `call.views.modalId` is the form then. */
      readonly meanwhile?: ModalView;
    }
  /**
   * What was entered is tried out first; where that takes longer than Slack waits, `meanwhile` is shown. It goes on top of
   * the form, as the result does: the form keeps what was entered.
   */
  | { readonly kind: 'tried'; readonly meanwhile: ModalView; outcome(): Promise<Tried> };

/** The results of trying what was entered, each with the view that shows it. */
export type Tried =
  | {
      readonly kind: 'errors';
      readonly errors: Readonly<Record<string, string>>;
      /** Says these errors on top of the form, where it is too late to say them in it. */
      readonly view: ModalView;
    }
  | {
      readonly kind: 'done';
      readonly view: ModalView;
      /** Takes the form's place: what was entered has served. */
      readonly formAfter?: ModalView;
    };

export interface Form {
  readonly id: string;
  submit(call: Call, carried: unknown, fields: Fields): FormAnswer;
}

export interface Typeahead {
  readonly id: string;
  options(call: Call, query: string): Promise<readonly PlainTextOption[]>;
}

/** One conversation with a person: its command, buttons and forms together. */
export interface Conversation {
  readonly command?: Command;
  readonly buttons?: readonly Button[];
  readonly forms?: readonly Form[];
  readonly typeaheads?: readonly Typeahead[];
}

export interface Look {
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  };
}

/** Slack's limit for what a button carries. */
export const BUTTON_VALUE_LIMIT = 2_000;

/** How a button looks, and the schema of the value that it carries: what draws it need not know what it does. */
export interface ButtonFace<Value> {
  readonly id: string;
  readonly value: z.ZodType<Value>;
  element(text: string, value: Value, look?: Look): ButtonElement;
}

/** The id carries a version and is never reused with another schema, since posted messages keep it for months. */
export function buttonFace<Value>(id: string, value: z.ZodType<Value>): ButtonFace<Value> {
  return {
    id,
    value,
    element: (text, carried, look = {}) => ({
      type: 'button',
      action_id: id,
      text: plain(text),
      value: JSON.stringify(carried),
      ...(look.style !== undefined && { style: look.style }),
      ...(look.confirm !== undefined && {
        confirm: {
          title: plain(look.confirm.title),
          text: plain(look.confirm.text),
          confirm: plain(look.confirm.yes),
          deny: plain(look.confirm.no),
          ...(look.style !== undefined && { style: look.style }),
        },
      }),
    }),
  };
}

/** What a press of such a button does. */
export function whenPressed<Value>(
  face: ButtonFace<Value>,
  press: (call: Call, value: Value, fields: Fields) => Promise<void>,
): Button {
  return {
    id: face.id,
    press: (call, value, fields) => press(call, readHidden(face.value, carriedIn(value)), fields),
  };
}

/** A button that is drawn where it is served. */
export function defineButton<Value>(spec: {
  readonly id: string;
  readonly value: z.ZodType<Value>;
  press(call: Call, value: Value, fields: Fields): Promise<void>;
}): Button & ButtonFace<Value> {
  const face = buttonFace(spec.id, spec.value);
  return { ...face, ...whenPressed(face, (call, value, fields) => spec.press(call, value, fields)) };
}

export interface Drawing {
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  readonly blocks: KnownBlock[];
}

/** A form with the schema of what it carries along unseen. */
export function defineForm<Hidden>(spec: {
  readonly id: string;
  readonly hidden: z.ZodType<Hidden>;
  submit(call: Call, hidden: Hidden, fields: Fields): FormAnswer;
}): Form & {
  /** For whom it is drawn; it carries along where that began, too. */
  view(call: Pick<Call, 'cameFrom'>, hidden: Hidden, drawing: Drawing): ModalView;
  /** What it carries along, for a button that was pressed in it. */
  carried(call: Call): Hidden;
} {
  return {
    id: spec.id,
    submit: (call, carried, fields) => spec.submit(call, readHidden(spec.hidden, carried), fields),
    carried: (call) => readHidden(spec.hidden, call.viewCarries),
    view: ({ cameFrom }, hidden, drawing) => ({
      type: 'modal',
      callback_id: spec.id,
      private_metadata: JSON.stringify({ ...cameFrom, ...hidden }),
      title: plain(drawing.title),
      close: plain(drawing.close),
      ...(drawing.submit !== undefined && { submit: plain(drawing.submit) }),
      blocks: drawing.blocks,
    }),
  };
}

/** A `Problem` where it is of another version. */
function readHidden<Value>(schema: z.ZodType<Value>, carried: unknown): Value {
  const read = schema.safeParse(carried);
  if (read.success) return read.data;
  throw new Problem({ kind: 'stale-interaction' });
}
