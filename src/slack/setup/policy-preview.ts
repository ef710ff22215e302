import type { KnownBlock } from '@slack/types';
import type { Actor } from '../../core/model/actor.js';
import type { PersonId } from '../../core/model/ids.js';
import { changedParts } from '../../core/rules/change-policy.js';
import { exampleFor, PATTERN_PARTS, readPatternOf } from '../../core/rights/check-patterns.js';
import type { Pattern } from '../../core/rights/pattern.js';
import type { Policy } from '../../core/rights/policy.js';
import { effectsOf } from '../../core/rules/policy-effects.js';
import { flawsOf } from '../../core/rules/policy-flaws.js';
import type { VersionedRules } from '../../core/rules/rules.js';
import { cut, header } from '../view/blocks.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

export interface Change {
  readonly before: VersionedRules;
  readonly policy: Policy;
  readonly everybody: readonly Actor[];
  /** What is wrong with its channels. */
  readonly channelFlaws: readonly Sentence[];
  /** The names of the API clients that exist. */
  readonly names: readonly string[];
  readonly by: PersonId;
}

/** What a changed policy changes, in words: what is wrong with it first. */
export function previewBlocks(words: Words, change: Change): readonly KnownBlock[] {
  const { before, policy, everybody, by } = change;
  const { preview } = words.policy;
  const after = { ...before, policy };
  const parts = changedParts(before.policy, policy);
  const flaws = [...flawsOf(after, everybody).map(words.policy.flaw), ...change.channelFlaws];
  const effects = effectsOf(before, after, everybody).flatMap((effect) => words.policy.effect(effect, by));
  return [
    ...(flaws.length === 0
      ? []
      : [header(preview.flaws), ...flaws.map((flaw) => richText(words.warning(flaw)))]),
    richText(preview.intro),
    richText(
      ...parts.map((part) => preview.part(part, before.policy, policy)),
      ...patternFacts(words, change),
    ),
    header(preview.effects),
    richText(...(effects.length === 0 ? [preview.noEffects] : effects)),
  ];
}

/** As many names as a pattern is matched against within some fifty milliseconds. */
function lookedAt({ size }: Pattern, names: readonly string[]): readonly string[] {
  let steps = 5_000_000;
  const end = names.findIndex((name) => {
    steps -= size * (name.length + 1);
    return steps < 0;
  });
  return end === -1 ? names : names.slice(0, end);
}

/** What a new pattern allows, by an example, and which of the names that there are it would not. */
function patternFacts(words: Words, { before, policy, names }: Change): readonly Sentence[] {
  const { preview } = words.policy;
  const facts: Sentence[] = [];
  for (const part of PATTERN_PARTS) {
    const text = policy[part];
    const read = text === undefined || text === before.policy[part] ? undefined : readPatternOf(part, text);
    if (read?.kind !== 'pattern') continue;
    const { pattern } = read;
    const example = exampleFor(part, pattern);
    if (example !== undefined) facts.push(preview.patternExample(part, example));
    const looked = part === 'namePattern' ? lookedAt(pattern, names) : [];
    const refused = looked.filter((name) => !pattern.matches(name));
    if (refused[0] !== undefined) {
      facts.push(
        preview.patternRefuses({
          refused: refused.length,
          looked: looked.length,
          total: names.length,
          example: cut(refused[0], 64),
        }),
      );
    }
  }
  return facts;
}
