import { expect, test } from 'vitest';
import { Problem } from '../../../src/core/problem.js';
import { readEnd } from '../../../src/slack/forms/validation.js';
import { en } from '../../../src/slack/text/en/en.js';
import { unformatted } from '../../../src/slack/text/sentence.js';

const whence = { now: new Date('2026-11-28T12:00:00.000Z'), zone: 'Asia/Tokyo' };

/** What a person reads, or the end. */
function answer(typed: string): string {
  try {
    return readEnd(typed, whence).toISOString();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return unformatted(en.problem(error.facts));
  }
}

const HOW = 'Type a day, as in 2027-03-31, or a number of days or weeks from today, as in 90d or 12w.';

test.each([
  ['2027-03-31', '2027-03-31T15:00:00.000Z'],
  ['soon', `I can’t read that end date. ${HOW}`],
  ['2027-02-29', `There’s no such day in the calendar. ${HOW}`],
  ['2026-11-27', `That day is over. ${HOW}`],
  ['522w', 'That’s more than 3,650 days ahead.'],
])('“%s” is read, or refused with what to type instead', (typed, said) => {
  expect(answer(typed)).toContain(said);
});
