import { en } from '../src/slack/text/en/en.js';
import type { SandboxSlack } from './slack/start-slack.js';

const WITHIN = { timeoutMs: 20_000 };

/**
 * What an admin does once in a new workspace, through the bot itself: names approvers and channels, and gives a
 * team the use of one Alphaus user. Requests then work out of the box.
 */
export async function setUpWorkspace(slack: Pick<SandboxSlack, 'as' | 'settled'>): Promise<void> {
  const admin = slack.as('aiko');
  await admin.command('/apiclient setup');
  await admin.sees(() => admin.canPress(en.policy.button), WITHIN);
  await admin.press(en.policy.button);
  await admin.sees(({ modal }) => Object.hasOwn(modal?.fields ?? {}, en.policy.approversGroups), WITHIN);
  await admin.choose(en.policy.approversGroups, ['@approvers']);
  await admin.choose(en.policy.parts.approvalsChannel, ['#approvals']);
  await admin.choose(en.policy.parts.auditChannel, ['#audit']);
  await admin.submit();
  await admin.sees(({ modal }) => modal?.title === en.policy.preview.title, WITHIN);
  await admin.submit();
  await admin.seesMessage(en.policy.saved[0], WITHIN);
  await admin.command('/apiclient access add @platform data.export');
  await admin.sees(
    ({ messages }) => messages.some((one) => one.isEphemeral && one.content.includes('data.export')),
    WITHIN,
  );
  await slack.settled();
  // What was said to the admin alone goes, as it does when Slack is reloaded.
  await admin.reload();
}
