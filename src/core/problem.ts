import type { Standing } from './model/actor.js';
import type { AlphausUserName, ClientName } from './model/api-client.js';
import type { ClientId, PersonId } from './model/ids.js';
import type { Product } from './model/product.js';
import type { UntilBroken } from './model/until.js';
import type { Action, Decision, DenialReason } from './model/decision.js';

/** The parts of a selection of audit records. */
export type AuditSelectionPart = 'since' | 'until' | 'by' | 'user' | 'action' | 'client';

/** What the API was asked to do when something went wrong. */
export type ApiOperation = 'token' | 'whoami' | 'users' | 'list' | 'create' | 'delete';

/** Everything that the API can do to us short of what was asked. */
export type ApiProblem =
  | { readonly kind: 'api-unreachable'; readonly operation: ApiOperation }
  | { readonly kind: 'api-timeout'; readonly operation: ApiOperation; readonly seconds: number }
  /** The token endpoint refuses the connection's credentials, or a fresh access token is refused. */
  | { readonly kind: 'api-credentials-refused'; readonly operation: ApiOperation }
  | { readonly kind: 'api-forbidden'; readonly operation: ApiOperation }
  | { readonly kind: 'api-not-found'; readonly operation: ApiOperation }
  /** Any other 4xx: the API refuses what we sent; nothing was made. */
  | { readonly kind: 'api-refused'; readonly operation: ApiOperation; readonly status: number }
  | {
      readonly kind: 'api-rate-limited';
      readonly operation: ApiOperation;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'api-failed'; readonly operation: ApiOperation; readonly status: number }
  /** An answer that is not what the API documents. */
  | { readonly kind: 'api-malformed'; readonly operation: ApiOperation; readonly detail: string };

/** Why a text that others will read was refused; `shown`: it, or a part of it, with what misleads a reader marked. */
export type BrokenRule =
  | { readonly rule: 'empty' | 'too-long' | 'control-characters' }
  | { readonly rule: 'misleading-characters'; readonly shown: string };

/** What was typed cannot be read, by anybody. */
export type TypedProblem =
  | { readonly kind: 'unbalanced-quotes' }
  | { readonly kind: 'unknown-flag'; readonly flag: string; readonly known: readonly string[] }
  | { readonly kind: 'flag-without-value'; readonly flag: string }
  | { readonly kind: 'unexpected-argument'; readonly argument: string }
  | { readonly kind: 'name-invalid' | 'purpose-invalid'; readonly broken: BrokenRule }
  | { readonly kind: 'client-id-invalid' }
  | { readonly kind: 'search-too-long' }
  /** A number of days, or weeks, that cannot be read. */
  | { readonly kind: 'days-invalid'; readonly flag: string }
  /** An owner that is looked for, and is neither a person nor a user group. */
  | { readonly kind: 'owner-not-mentioned'; readonly typed: string }
  /** A person stands where an Alphaus user is expected. */
  | { readonly kind: 'person-for-alphaus-user'; readonly person: PersonId }
  /** Nothing passes such a filter. */
  | { readonly kind: 'unknown-origin-has-no-owner' }
  /** Which part of what selects audit records cannot be read. */
  | { readonly kind: 'audit-selection-invalid'; readonly part: AuditSelectionPart }
  /** Nothing in the trail is called so; `nearest`: what was most likely meant. */
  | {
      readonly kind: 'audit-action-unknown';
      readonly typed: string;
      readonly nearest: string | undefined;
      readonly known: readonly string[];
    }
  /** Neither Alphaus nor the trail knows such a user; `known`: some that Alphaus has. */
  | { readonly kind: 'audit-user-unknown'; readonly typed: string; readonly known: readonly string[] }
  | { readonly kind: 'export-format-unknown' }
  | { readonly kind: 'owner-invalid' }
  | { readonly kind: 'until-invalid'; readonly why: UntilBroken };

export type ProblemFacts =
  | ApiProblem
  | TypedProblem
  | { readonly kind: 'alphaus-user-unknown'; readonly user: string }
  | { readonly kind: 'no-alphaus-users' }
  /** What was named is not with the products that told theirs, and this one could not be asked. */
  | { readonly kind: 'product-away'; readonly product: Product }
  /** Slack did not tell who the person is: refused, never admitted. */
  | { readonly kind: 'person-unknown' }
  /** Nor which user groups they are in, where those decide. */
  | { readonly kind: 'groups-unknown' }
  | { readonly kind: 'not-allowed'; readonly reason: DenialReason }
  /** A grant is for full members of the workspace, and for user groups that it has. */
  | {
      readonly kind: 'grantee-invalid';
      readonly standing: Exclude<Standing, 'member'> | 'unknown-group' | undefined;
    }
  | { readonly kind: 'unknown-action'; readonly action: string; readonly known: readonly Action[] }
  | { readonly kind: 'no-user-named' }
  | { readonly kind: 'too-many-grants'; readonly limit: number }
  /** Somebody else saved the policy since it was looked at. */
  | {
      readonly kind: 'policy-changed-meanwhile';
      readonly change: { readonly by: PersonId; readonly at: Date } | undefined;
    }
  /** Nobody would be left to change the policy back. */
  | { readonly kind: 'nobody-administers' }
  /** The policy wants other names, or purposes; an example where there is one. */
  | {
      readonly kind: 'name-not-allowed' | 'purpose-not-allowed';
      readonly pattern: string;
      readonly example: string | undefined;
    }
  /** The policy bounds how long an API client lives; `latest`: the last day that it allows now, as it is typed. */
  | { readonly kind: 'until-needed' | 'until-too-late'; readonly days: number; readonly latest: string }
  /** Nothing is known here of a client that was made elsewhere. */
  | { readonly kind: 'end-of-unknown-origin'; readonly id: ClientId }
  /** An API client ends tomorrow at the earliest. */
  | { readonly kind: 'until-too-soon'; readonly earliest: string }
  /** The policy has a pattern for names, or for purposes, that cannot be used: nothing is allowed until it is changed. */
  | { readonly kind: 'pattern-unusable'; readonly part: 'namePattern' | 'purposePattern' }
  /** Too much in the last hour, by this person or by everybody together. */
  | {
      readonly kind: 'too-often';
      readonly act: 'create' | 'delete' | 'request';
      readonly whose: 'person' | 'workspace';
      readonly limit: number;
      readonly possibleAt: Date;
    }
  /** The person has as many API clients as the policy lets one have. */
  | { readonly kind: 'too-many-clients'; readonly limit: number }
  /** A right that was there when the form or the confirmation was shown. */
  | { readonly kind: 'right-lost'; readonly decision: Exclude<Decision, { kind: 'allow' }> }
  /** An act needs an approval, and cannot become a request by itself. */
  | { readonly kind: 'approval-needed'; readonly rule: 'no-grant' | 'always' }
  /** The old client stays: one like it may be made only with an approval. */
  | { readonly kind: 'replacing-needs-approval'; readonly rule: 'no-grant' | 'always' }
  /** A client of unknown origin, of which it is not known whose it is and what for. */
  | { readonly kind: 'unclaimed'; readonly id: ClientId }
  | { readonly kind: 'being-rotated'; readonly by: PersonId }
  | {
      readonly kind: 'already-rotated';
      readonly successor: ClientId;
      readonly by: PersonId;
      readonly at: Date;
    }
  /** Somebody else changed the client at the same moment: nothing was done. */
  | { readonly kind: 'client-changed-meanwhile' }
  /** The token endpoint refuses a new client; the old one stays. Whether the new one is gone again is said, too. */
  | { readonly kind: 'successor-refused'; readonly id: ClientId; readonly cleanedUp: boolean }
  /** An old client is not given up while nothing stands in its place. */
  | { readonly kind: 'successor-gone'; readonly id: ClientId }
  | { readonly kind: 'overlap-invalid'; readonly most: number }
  | { readonly kind: 'client-not-found' }
  /** Nobody can be given a client who could not look after it. */
  | {
      readonly kind: 'new-owner-invalid';
      readonly why: Exclude<Standing, 'member'> | 'empty-group' | undefined;
    }
  /** A group that the person is not in: only an admin may give a client to it. */
  | { readonly kind: 'new-owner-others-group' }
  /** The new owner is the owner. */
  | { readonly kind: 'owner-already' }
  /** An API client of unknown origin is claimed or assigned, not transferred. */
  | { readonly kind: 'client-without-owner' }
  /** A transfer was accepted, declined, replaced or withdrawn before, or its days are over. */
  | { readonly kind: 'transfer-over' }
  /** What was found about an API client is settled, or put off already. */
  | { readonly kind: 'finding-over' }
  /** Several API clients that the person sees have the typed name; `ids`: some of them, of `total`. */
  | {
      readonly kind: 'client-ambiguous';
      readonly typed: string;
      readonly ids: readonly ClientId[];
      readonly total: number;
    }
  /** The workspace has no Alphaus account yet; `ask`: admins by name, where any are known. */
  | { readonly kind: 'not-connected'; readonly maySetUp: boolean; readonly ask: readonly PersonId[] }
  /**
   * What was begun in an Alphaus account cannot be brought to an end in another, or in none. `ask`: the person who
   * connected the other one, or admins by name, where any are known.
   */
  | { readonly kind: 'account-changed'; readonly user: AlphausUserName; readonly ask: readonly PersonId[] }
  /** An API client was made in an account to which the workspace is not known to be connected; `ask` as above. */
  | {
      readonly kind: 'client-elsewhere';
      readonly id: ClientId;
      readonly user: AlphausUserName;
      readonly ask: readonly PersonId[];
    }
  /** The client that the connection itself uses. */
  | { readonly kind: 'own-credential' }
  | { readonly kind: 'name-not-typed'; readonly name: string }
  | { readonly kind: 'confirmation-expired' }
  /** What may be a lost client was asked about, and that is over. */
  | { readonly kind: 'offer-over' }
  /** The secret could not be handed over; whether the new client is gone again is said, too. */
  | {
      readonly kind: 'secret-not-delivered';
      readonly id: ClientId;
      readonly user: AlphausUserName;
      readonly cleanedUp: boolean;
      /** The app's own settings keep it from writing to anybody. */
      readonly isShut: boolean;
    }
  /** A client is prepared for full members of the workspace, and not for oneself. */
  | {
      readonly kind: 'recipient-invalid';
      readonly standing: Exclude<Standing, 'member'> | 'self' | undefined;
    }
  /** The person that a client is prepared for has as many as one may have, or is not in the group that is to own it. */
  | { readonly kind: 'recipient-has-too-many'; readonly recipient: PersonId; readonly limit: number }
  | { readonly kind: 'recipient-not-in-group'; readonly recipient: PersonId }
  /** A workflow does not say for whom it requests an API client. */
  | { readonly kind: 'step-requester-missing' }
  | { readonly kind: 'request-not-found' }
  /** The click took so long that its claim was given back: nothing was made. */
  | { readonly kind: 'request-changed-meanwhile' }
  /** A request was asked for in another account than the connected one; `ask`: people who may know that account. */
  | {
      readonly kind: 'request-elsewhere';
      readonly name: ClientName;
      readonly user: AlphausUserName;
      readonly ask: readonly PersonId[];
    }
  /** Nobody but the requester, or nobody at all, could decide the request. */
  | { readonly kind: 'nobody-decides' }
  /** The policy asks for more approvals than there are people who could give one, besides the requester. */
  | { readonly kind: 'too-few-decide'; readonly needed: number; readonly people: readonly PersonId[] }
  /** The requester was not sure, and the approver picked no Alphaus user. */
  | { readonly kind: 'user-not-picked' }
  /** A button or form of an older version, or one that we never made. */
  | { readonly kind: 'stale-interaction' }
  | { readonly kind: 'slack-failed'; readonly method: string; readonly error: string }
  /** The oldest records were cut while they were exported. */
  | { readonly kind: 'audit-cut-meanwhile' }
  /** API clients changed again and again while a file of them was written. */
  | { readonly kind: 'list-changed-meanwhile' }
  | { readonly kind: 'store-unavailable' }
  /** Something that is needed lies in the store, and cannot be read. */
  | { readonly kind: 'record-unreadable' }
  /** The store came back empty, or older than it was: nothing is allowed until an operator accepts that. */
  | { readonly kind: 'store-doubted' }
  /** More was asked for at once than the bot takes. */
  | { readonly kind: 'busy' }
  /** The app was uninstalled from the workspace while this was under way. */
  | { readonly kind: 'uninstalled' }
  /** Slack has delivered the same before, and it is done, or being done. */
  | { readonly kind: 'delivered-again' }
  /** The bot is told to stop, and had not begun. */
  | { readonly kind: 'stopping' };

/**
 * A deliberate failure. The sentence for the person is chosen by `facts.kind` in `slack/text`,
 * never taken from `message`; anything else that is thrown is a bug.
 */
export class Problem extends Error {
  readonly facts: ProblemFacts;

  constructor(facts: ProblemFacts, options?: { readonly cause?: unknown }) {
    super(facts.kind, options);
    this.name = 'Problem';
    this.facts = facts;
  }
}
