import type { Policy } from '../../core/rights/policy.js';
import { Problem } from '../../core/problem.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { SCOPES } from '../scopes.js';
import { bad, type Check, type Finding, good } from './finding.js';

/** Slack's requests are refused when the clocks are five minutes apart. */
const SKEW_TOLERATED_MS = 30_000;

/** One call tells both: what was granted, and what time it is at Slack. */
export const scopesAndClock: Check = {
  name: 'slack',
  async look({ services, words }) {
    const { scopes, skewMs } = await services.calls.examine();
    const missing = SCOPES.filter((scope) => !scopes.includes(scope));
    const skewSeconds = Math.round(Math.abs(skewMs) / 1000);
    return [
      missing.length === 0 ? good(words.doctor.scopes) : bad(words.doctor.scopesMissing(missing)),
      Math.abs(skewMs) <= SKEW_TOLERATED_MS
        ? good(words.doctor.clock(skewSeconds))
        : bad(words.doctor.clockWrong(skewSeconds, skewMs > 0)),
    ];
  },
};

/** The way that a secret goes, tried with a line that is none. */
export const messagesTab: Check = {
  name: 'messagesTab',
  async look({ services, person, words }) {
    try {
      const dm = await services.directMessages.channelOf(person);
      await services.calls.whisper(dm, person, message([words.doctor.dmTried]));
      return [good(words.doctor.messagesTab)];
    } catch (error) {
      if (errorOf(error) === 'messages_tab_disabled') return [bad(words.doctor.messagesTabOff)];
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

/** The same of a policy that need not hold yet. */
export const channelsOf = ({ approvalsChannel, auditChannel }: Policy): Check => ({
  name: 'channels',
  look: (call) =>
    Promise.all([
      channelFinding(call, 'approvalsChannel', approvalsChannel),
      channelFinding(call, 'auditChannel', auditChannel),
    ]),
});

async function channelFinding(
  { services, words }: Call,
  part: 'approvalsChannel' | 'auditChannel',
  channel: string | undefined,
): Promise<Finding> {
  if (channel === undefined) return good(words.doctor.noChannel(part));
  try {
    const { isMember, isArchived } = await services.calls.channel(channel);
    if (isArchived) return bad(words.doctor.channelArchived(part, channel));
    return isMember
      ? good(words.doctor.channel(part, channel))
      : bad(words.doctor.channelWithoutUs(part, channel));
  } catch (error) {
    // A private channel that the app is not in does not exist for it.
    if (errorOf(error) === 'channel_not_found') return bad(words.doctor.channelUnknown(part, channel));
    throw error;
  }
}

/** The first word of Slack's refusal. */
const errorOf = (error: unknown): string | undefined =>
  error instanceof Problem && error.facts.kind === 'slack-failed'
    ? error.facts.error.split(' ')[0]
    : undefined;
