import { GroupId, PersonId } from '../../../core/model/ids.js';
import { legible } from '../../../core/model/legible-text.js';
import type { Members } from '../../../core/model/members.js';
import { type PatternPart, readPatternOf } from '../../../core/rights/check-patterns.js';
import type { Fields } from '../../view/fields.js';
import type { Words } from '../../text/words.js';
import { type NumberField, numbers } from '../policy-fields.js';

/** Reads what was entered into a form of the policy, and notes a sentence for each field that will not do. */
export class FieldReader {
  readonly fields: Fields;
  readonly errors: Record<string, string> = {};
  readonly #words: Words;

  constructor(words: Words, fields: Fields) {
    this.#words = words;
    this.fields = fields;
  }

  number(id: NumberField): number | undefined {
    const { least, most, optional } = numbers[id];
    const text = this.fields.text(id).trim();
    if (text === '' && optional) return undefined;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.errors[id] = this.#words.policy.outOfRange(least, most);
    return undefined;
  }

  pattern(id: string, part: PatternPart): string | undefined {
    const text = this.fields.text(id).normalize('NFC').trim();
    if (text === '') return undefined;
    const wrong = this.#wrongPattern(part, text);
    if (wrong !== undefined) this.errors[id] = wrong;
    return text;
  }

  members(people: string, groups: string): Members {
    return {
      people: PersonId.array().parse(this.fields.people(people)),
      groups: GroupId.array().parse(this.fields.ticked(groups)),
    };
  }

  ticked(id: string): boolean {
    return this.fields.ticked(id).includes('yes');
  }

  #wrongPattern(part: PatternPart, text: string): string | undefined {
    const { policy } = this.#words;
    if (text.length > 200) return policy.patternTooLong;
    const shown = legible(text);
    if (shown !== text) return policy.patternMisleading(shown);
    const read = readPatternOf(part, text);
    return read.kind === 'pattern' ? undefined : policy.unusablePattern(read);
  }
}
