import { expect, test } from 'vitest';
import { Fields } from '../../../src/slack/view/fields.js';

test('a field of another kind is never taken for one that was left empty', () => {
  const fields = new Fields({
    name: { name: { value: 'nightly' } },
    until: { until: { value: 7 } },
    owner: { owner: 'me' },
    purpose: { purpose: null },
  });
  expect(fields.text('name')).toBe('nightly');
  expect(fields.text('purpose')).toBe('');
  expect(() => fields.text('until')).toThrow('stale-interaction');
  expect(() => fields.chosen('owner')).toThrow('stale-interaction');
});

test('a form whose fields Slack does not tell has none, whatever they are called', () => {
  for (const values of [undefined, null, 'none', []]) {
    const fields = new Fields(values);
    const found = [fields.has('constructor'), fields.text('length'), fields.people('owner')];
    expect(found).toEqual([false, '', []]);
  }
});
