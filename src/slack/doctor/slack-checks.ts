import { isOrganisation } from '../../core/model/ids.js';
import type { Policy } from '../../core/rights/policy.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { channelRefusal, slackRefusal, slackWord } from '../refusal.js';
import { SCOPES } from '../scopes.js';
import { bad, type Check, type Finding, good } from './finding.js';

/** Slack's requests are refused when the clocks are five minutes apart. */
const SKEW_TOLERATED_MS = 30_000;

/** One call tells both: what was granted, and what time it is at Slack. */
export const scopesAndClock: Check = {
  name: 'slack',
  async look({ services, words }) {
    const { scopes, skewMs } = await services.calls.examine();
    const missing = SCOPES.filter((scope) => scopes?.includes(scope) === false);
    const skewSeconds = Math.round(Math.abs(skewMs) / 1000);
    return [
      scopes === undefined
        ? good(words.doctor.scopesNotKnown)
        : missing.length === 0
          ? good(words.doctor.scopes)
          : bad(words.doctor.scopesMissing(missing)),
      Math.abs(skewMs) <= SKEW_TOLERATED_MS
        ? good(words.doctor.clock(skewSeconds))
        : bad(words.doctor.clockWrong(skewSeconds, skewMs > 0)),
    ];
  },
};

/** Whether the person's DM takes a message: it is removed at once, so that nothing unread stays. */
export const messagesTab: Check = {
  name: 'messagesTab',
  async look({ services, person, words }) {
    try {
      const dm = await services.directMessages.channelOf(person);
      const ts = await services.calls.postOnce(dm, message([words.doctor.dmTried]));
      await services.calls.remove(dm, ts);
      return [good(words.doctor.messagesTab)];
    } catch (error) {
      if (slackWord(error) === 'messages_tab_disabled') return [bad(words.doctor.messagesTabOff)];
      throw error;
    }
  },
};

export const channels: Check = {
  name: 'channels',
  async look(call) {
    const { policy } = await call.services.rules.of(call.services.workspace);
    return channelsOf(policy).look(call);
  },
};

/** Checks the channels of a policy, which need not be saved yet. */
export const channelsOf = ({ approvalsChannel, auditChannel, digestChannel }: Policy): Check => ({
  name: 'channels',
  look: async (call) =>
    (
      await Promise.all([
        channelFindings(call, 'approvalsChannel', approvalsChannel),
        channelFindings(call, 'auditChannel', auditChannel),
        channelFindings(call, 'digestChannel', digestChannel),
      ])
    ).flat(),
});

async function channelFindings(
  call: Call,
  part: 'approvalsChannel' | 'auditChannel' | 'digestChannel',
  channel: string | undefined,
): Promise<readonly Finding[]> {
  const { services, words } = call;
  if (channel === undefined) return [good(words.doctor.noChannel(part))];
  try {
    const { isMember, isArchived, sharedWith } = await services.calls.channel(channel);
    if (isArchived) return [bad(words.doctor.channelArchived(part, channel))];
    const refusal = isMember ? await refusalOfPosts(call, channel) : undefined;
    const posts = !isMember
      ? bad(words.doctor.channelWithoutUs(part, channel))
      : refusal === undefined
        ? good(words.doctor.channel(part, channel))
        : bad(words.doctor.channelRefuses(part, channel, channelRefusal(refusal), refusal));
    // All workspaces of an organisation that installed the app are one here.
    const isWithin = sharedWith === 'organisation' && isOrganisation(services.workspace);
    return sharedWith === 'nobody' || isWithin
      ? [posts]
      : [posts, bad(words.doctor.channelShared(part, channel, sharedWith))];
  } catch (error) {
    // A private channel that the app is not in does not exist for it.
    if (slackWord(error) === 'channel_not_found') return [bad(words.doctor.channelUnknown(part, channel))];
    throw error;
  }
}

/** Slack's word for why the app may not post, tried with a line that only this admin sees; rejects when it passes. */
async function refusalOfPosts(
  { services, person, words }: Call,
  channel: string,
): Promise<string | undefined> {
  try {
    await services.calls.whisper(channel, person, message([words.doctor.channelTried]));
    return undefined;
  } catch (error) {
    const word = slackWord(error);
    // It cannot be tried where the admin is not.
    if (word === 'user_not_in_channel') return undefined;
    if (word === undefined || slackRefusal(word) !== 'definite') throw error;
    return word;
  }
}
