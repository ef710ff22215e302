import { unformatted } from '../src/slack/text/sentence.js';
import type { Words } from '../src/slack/text/words.js';
import type { SandboxSlack } from './slack/start-slack.js';

const WITHIN = { timeoutMs: 20_000 };

/**
 * What an admin does once in a new workspace, through the bot itself: names approvers and channels, and gives a
 * team the use of one Alphaus user. Requests then work out of the box. `words` are those that the admin reads.
 */
export async function setUpWorkspace(
  slack: Pick<SandboxSlack, 'as' | 'settled'>,
  { policy }: Words,
): Promise<void> {
  const admin = slack.as('aiko');
  const change = async (
    section: keyof typeof policy.sections,
    enter: () => Promise<unknown>,
  ): Promise<void> => {
    await admin.command('/apiclient setup');
    await admin.sees(() => admin.canPress(policy.button), WITHIN);
    await admin.press(policy.button);
    await admin.sees(() => admin.canPress(policy.sections[section]), WITHIN);
    await admin.press(policy.sections[section]);
    await admin.sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0, WITHIN);
    await enter();
    await admin.submit();
    await admin.sees(({ modal }) => modal?.title === policy.preview.title, WITHIN);
    await admin.submit();
    await admin.seesMessage(unformatted(policy.saved), WITHIN);
    // What was said to the admin alone goes, as it does when Slack is reloaded.
    await admin.reload();
  };
  await change('approvals', () => admin.choose(policy.approverGroups, ['@approvers']));
  await change('channelsAndRetention', async () => {
    await admin.choose(policy.parts.approvalsChannel, ['#approvals']);
    await admin.choose(policy.parts.auditChannel, ['#audit']);
  });
  await admin.command('/apiclient access add @platform data.export');
  await admin.sees(
    ({ messages }) => messages.some((one) => one.isEphemeral && one.content.includes('data.export')),
    WITHIN,
  );
  await slack.settled();
  await admin.reload();
}
