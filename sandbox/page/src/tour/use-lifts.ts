import { postAct } from '../post-act.js';
import type { Snapshot } from '../../../slack/wire/wire.js';
import type { Sandbox } from '../sandbox-context.js';
import { useShell } from '../shell-context.js';
import { orderLater } from '../underneath/order.js';
import { reveal } from './reveal.js';
import type { StepName } from './steps.js';

const WEEK_MS = 7 * 86_400_000;
/** A week later the warning of 7 days is due, and not late. */
const WITH_AN_END =
  '/apiclient create short-lived --user billing --purpose "Shows what an end date does" --until 13d';
export const ADMIN = 'aiko';
const APPROVER = 'ben';
const MEMBER = 'chloe';

/** What the buttons of a step do, in the order of their texts. */
export function useLifts(
  step: StepName,
  snapshot: Snapshot | undefined,
  act: Sandbox['act'],
): readonly (() => void)[] {
  const { go, showPanel, location } = useShell();
  const become = (as: string, channel: string, tab: 'home' | 'messages' = 'messages'): void =>
    go({ as, place: { channel, tab } });
  /** Sends as if typed, as the current person in the current channel. */
  const type = async (as: string, channel: string, text: string): Promise<void> => {
    become(as, channel);
    const channelId = snapshot?.channels.find(({ name }) => name === channel)?.id;
    // Somebody of another company does not know the channel: one types it oneself then.
    if (channelId === undefined) return;
    const command = { act: 'command', channelId, text } as const;
    if (location.as === as) await act(command);
    else await postAct(as, command);
  };
  switch (step) {
    case 'make':
      return [() => void type(ADMIN, 'general', '/apiclient create')];
    case 'token':
      return [
        () => {
          become(location.as ?? ADMIN, 'dm');
          showPanel('trial');
          // The secret stands just above this button.
          reveal('receipt.saved.');
        },
      ];
    case 'ask':
      return [() => void type(MEMBER, 'general', '/apiclient request')];
    case 'approve':
      return [
        () => {
          become(APPROVER, 'approvals');
          reveal('request.approve.');
        },
      ];
    case 'collect':
      return [
        () => {
          become(MEMBER, 'dm');
          reveal('request.collect.');
        },
      ];
    case 'rotate':
      return [
        () => {
          become(ADMIN, 'dm', 'home');
          reveal('rotate.ask.');
        },
      ];
    case 'week':
    case 'warned':
      return [() => void orderLater(WEEK_MS)];
    case 'until':
      return [() => void type(ADMIN, 'general', WITH_AN_END)];
    case 'extend':
      return [
        () => {
          become(ADMIN, 'dm');
          reveal('extend.ask.');
        },
      ];
    case 'switch':
      return [
        () => {
          become(ADMIN, 'dm');
          reveal('rotate.switched.');
        },
      ];
  }
}
