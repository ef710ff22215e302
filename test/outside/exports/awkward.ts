import type { Running } from '../../harness.js';

/** Names and purposes that a reader of CSV, JSON or SQL may stumble over. */
export const AWKWARD = [
  '=1+1',
  '@SUM(A1)',
  `she said "no", 'twice'`,
  'a,b;=2+2',
  '各部門の夜間バッチ　＝１',
  'Zoë 👩‍💻 \\n \\u0000 </script>',
  "Robert'); DROP TABLE trail;--",
  '\\',
  '"',
  "'",
];

/** An admin makes an API client of each of these names, for a purpose of `purposeOf`. */
export async function createAwkward(running: Running, purposeOf: (name: string) => string): Promise<void> {
  const aiko = running.slack.as('aiko');
  for (const [count, name] of AWKWARD.entries()) {
    await aiko.command('/apiclient create');
    await aiko.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
    await aiko.fill('Name', name);
    await aiko.choose('Alphaus user', 'billing');
    await aiko.fill('Purpose', purposeOf(name));
    await aiko.submit();
    await aiko.sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes('API client created')).length > count,
    );
  }
}
