import type { Policy } from '../../core/rights/policy.js';
import { Problem } from '../../core/problem.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { SCOPES } from '../scopes.js';
import { en } from '../text/en/en.js';
import { bad, type Check, type Finding, good } from './finding.js';

/** Slack's requests are refused when the clocks are five minutes apart. */
const SKEW_TOLERATED_MS = 30_000;

/** One call tells both: what was granted, and what time it is at Slack. */
export const scopesAndClock: Check = {
  name: en.doctor.names.slack,
  async look({ services }) {
    const { scopes, skewMs } = await services.calls.examine();
    const missing = SCOPES.filter((scope) => !scopes.includes(scope));
    const skewSeconds = Math.round(Math.abs(skewMs) / 1000);
    return [
      missing.length === 0 ? good(en.doctor.scopes) : bad(en.doctor.scopesMissing(missing)),
      Math.abs(skewMs) <= SKEW_TOLERATED_MS
        ? good(en.doctor.clock(skewSeconds))
        : bad(en.doctor.clockWrong(skewSeconds, skewMs > 0)),
    ];
  },
};

/** The way that a secret goes, tried with a line that is none. */
export const messagesTab: Check = {
  name: en.doctor.names.messagesTab,
  async look({ services, person }) {
    try {
      const dm = await services.directMessages.channelOf(person);
      await services.calls.whisper(dm, person, message([en.doctor.dmTried]));
      return [good(en.doctor.messagesTab)];
    } catch (error) {
      if (errorOf(error) === 'messages_tab_disabled') return [bad(en.doctor.messagesTabOff)];
      throw error;
    }
  },
};

export const channels: Check = {
  name: en.doctor.names.channels,
  async look(call) {
    const { policy } = await call.services.rules.of(call.services.workspace);
    return channelsOf(policy).look(call);
  },
};

/** The same of a policy that need not hold yet. */
export const channelsOf = ({ approvalsChannel, auditChannel }: Policy): Check => ({
  name: en.doctor.names.channels,
  look: (call) =>
    Promise.all([
      channelFinding(call, en.policy.parts.approvalsChannel, approvalsChannel, en.doctor.noApprovals),
      channelFinding(call, en.policy.parts.auditChannel, auditChannel, en.doctor.noAudit),
    ]),
});

async function channelFinding(
  { services }: Call,
  name: string,
  channel: string | undefined,
  unset: readonly [string],
): Promise<Finding> {
  if (channel === undefined) return good([`${name}: `, ...unset]);
  try {
    const { isMember, isArchived } = await services.calls.channel(channel);
    if (isArchived) return bad(en.doctor.channelArchived(name, channel));
    return isMember ? good(en.doctor.channel(name, channel)) : bad(en.doctor.channelWithoutUs(name, channel));
  } catch (error) {
    // A private channel that the app is not in does not exist for it.
    if (errorOf(error) === 'channel_not_found') return bad(en.doctor.channelUnknown(name, channel));
    throw error;
  }
}

/** The first word of Slack's refusal. */
const errorOf = (error: unknown): string | undefined =>
  error instanceof Problem && error.facts.kind === 'slack-failed'
    ? error.facts.error.split(' ')[0]
    : undefined;
