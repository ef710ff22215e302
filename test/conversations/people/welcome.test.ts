import { describe, expect, test } from 'vitest';
import { runningForEach } from '../../running.js';

const running = runningForEach();
const as = (who: string) => running.slack.as(who);

async function looks(who: string): Promise<void> {
  await as(who).openMessages();
  await running.settled();
}

describe('somebody who opens the direct message with the bot for the first time', () => {
  test('reads what it answers to, and can begin with a button', async () => {
    await looks('aiko');
    const { content, isEphemeral } = await as('aiko').seesMessage('I answer to /apiclient and to buttons.');
    expect(isEphemeral).toBe(false);
    expect(content).toContain('I don’t read what is typed here.');
    expect(content).toContain('[Create API client] [Browse] [Help]');
    await as('aiko').press('Create API client', { in: 'message' });
    await as('aiko').sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  });

  test.each([
    ['Browse', 'You can see no API clients|API clients'],
    ['Help', '/apiclient create'],
  ])('reaches %s from there', async (button, answer) => {
    await looks('ben');
    await as('ben').press(button, { in: 'message' });
    await as('ben').seesMessage(new RegExp(answer));
  });

  test('who has to ask is offered that', async () => {
    await looks('ben');
    expect((await as('ben').seesMessage('I answer to')).content).toContain('[Request API client]');
  });

  test('is told once, however often they look', async () => {
    for (let time = 0; time < 3; time += 1) await looks('ben');
    expect(as('ben').messages('dm')).toHaveLength(1);
  });

  test('is not told anything where their receipt stands already, or where they may use nothing', async () => {
    await as('aiko').command('/apiclient create nightly --user billing --purpose x');
    await as('aiko').seesMessage('API client created');
    await running.settled();
    for (const who of ['aiko', 'gus']) {
      const before = as(who).messages('dm').length;
      await looks(who);
      expect(as(who).messages('dm')).toHaveLength(before);
    }
  });
});
