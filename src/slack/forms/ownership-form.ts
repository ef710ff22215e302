import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Owner, Purpose } from '../../core/model/client-record.js';
import { ClientId, GroupId, PersonId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import type { Group } from '../people/people.js';
import { unformatted } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { plain, textInput } from '../view/blocks.js';
import type { Fields } from '../view/fields.js';
import { type Choice, oneOf, personInput } from '../view/inputs.js';
import type { WhichClient } from './client-in-sight.js';
import { readClientId, readPurpose, readTypedClient } from './validation.js';

/** What the forms about owners carry along. */
export const Hidden = z.object({
  /** Absent where the person enters it. */
  id: ClientId.optional(),
});
export type Hidden = z.infer<typeof Hidden>;

export const hiddenOf = (id: ClientId | undefined): Hidden => (id === undefined ? {} : { id });

export const field = { id: 'client-id', purpose: 'purpose', newOwner: 'new-owner' } as const;

/** Asks for the client where it is not known yet. */
export const idInput = (
  words: Words,
  id: ClientId | undefined,
  hint = words.ownership.idHint,
): readonly KnownBlock[] => (id === undefined ? [textInput(words.facts.clientId, field.id, { hint })] : []);

export const purposeInput = (words: Words, initial = ''): KnownBlock =>
  textInput(words.facts.purpose, field.purpose, {
    initial,
    multiline: true,
    hint: words.create.purposeHint,
  });

export interface NewOwnerInputs {
  /** The id of the select of user groups, which may be too many to carry: it bears a version. */
  readonly groupField: string;
  readonly groups: readonly Group[];
  readonly hint?: string;
  /** What was entered before. */
  readonly chosen?: Owner | undefined;
}

/** A person or a user group, one of them. */
export function newOwnerInputs(
  words: Words,
  { groupField, groups, hint, chosen }: NewOwnerInputs,
): KnownBlock[] {
  const { newOwner, newOwnerGroup } = words.ownership.transfer;
  const chosenAs = (kind: Owner['kind']) => (chosen?.kind === kind ? [chosen.id] : []);
  const person = { label: newOwner, id: field.newOwner, optional: true, chosen: chosenAs('person') };
  const choices = groups.map(groupChoice);
  const group = { label: newOwnerGroup, id: groupField, choices, optional: true, chosen: chosenAs('group') };
  return [
    personInput(hint === undefined ? person : { ...person, hint }),
    ...(choices.length === 0 ? [] : [oneOf(group)]),
  ];
}

export const groupChoice = ({ id, handle }: Group): Choice => ({ value: id, text: `@${handle}` });

export function lookingView(words: Words, title: string): ModalView {
  return {
    type: 'modal',
    title: plain(title),
    close: plain(words.ownership.close),
    blocks: [{ type: 'section', text: plain(unformatted(words.ownership.loading)) }],
  };
}

type Errors = Record<string, string>;

/** Reads fields of a form, and keeps a sentence for each that will not do. */
export class OwnershipFields {
  readonly errors: Errors = {};
  readonly #words: Words;
  readonly #fields: Fields;

  constructor(words: Words, fields: Fields) {
    this.#words = words;
    this.#fields = fields;
  }

  clientId({ id }: Hidden): ClientId | undefined {
    return id ?? this.#tried(field.id, () => readClientId(this.#fields.text(field.id)));
  }

  /** A client by its id or its name. */
  client({ id }: Hidden): WhichClient | undefined {
    return id === undefined
      ? this.#tried(field.id, () => readTypedClient(this.#fields.text(field.id)))
      : { id };
  }

  purpose(): Purpose | undefined {
    return this.#tried(field.purpose, () => readPurpose(this.#fields.text(field.purpose)));
  }

  newOwner(groupField: string): Owner | undefined {
    const person = PersonId.safeParse(this.#fields.selected(field.newOwner)).data;
    const group = GroupId.safeParse(this.#fields.chosen(groupField)).data;
    const { noNewOwner, bothOwners } = this.#words.ownership.transfer;
    if (person !== undefined && group === undefined) return { kind: 'person', id: person };
    if (person === undefined && group !== undefined) return { kind: 'group', id: group };
    this.errors[field.newOwner] = person === undefined ? noNewOwner : bothOwners;
    return undefined;
  }

  #tried<Value>(id: string, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { facts } = error;
      this.errors[id] =
        facts.kind === 'purpose-invalid'
          ? this.#words.purposeRule(facts.broken)
          : unformatted(this.#words.problem(facts));
      return undefined;
    }
  }
}
