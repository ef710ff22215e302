/**
 * What the browser page and the sandbox's Slack say to each other.
 *
 * - `GET /sandbox/stream?as=<person id or key>`: server-sent events, each `data:` one whole `Snapshot`.
 * - `POST /sandbox/act`: JSON `ActRequest` → JSON `ActResult`.
 * - `POST /sandbox/fault`: JSON `Fault` → 204.
 * - `GET /sandbox/people?team=<id>`: JSON `readonly WirePerson[]`, for the "act as" menu before the first snapshot;
 *   404 for a workspace that there is not.
 *
 * People outside of the first workspace go by `<team id>.<person id or key>`.
 *
 * A request that is malformed or that this person could not make gets status 400 with JSON `ActRefusal`.
 */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A block as the bot sent it, already validated, with Slack's `block_id` and `action_id`s filled in. */
export interface WireBlock extends JsonObject {
  readonly type: string;
  readonly block_id: string;
}

export interface WireOption {
  readonly text: string;
  readonly value: string;
  readonly description?: string;
}

export interface WireOptionGroup {
  readonly label: string;
  readonly options: readonly WireOption[];
}

/** A person or bot of the sandbox; `key` is the short name that tests and the page's address use (`aiko`). */
export interface WirePerson {
  readonly id: string;
  readonly key: string;
  readonly realName: string;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly isGuest: boolean;
  /** Belongs to another company, and is seen in shared channels only. */
  readonly isStranger: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
  /** Ephemeral messages to somebody who is away are lost. */
  readonly isAway: boolean;
  readonly locale: string;
  readonly tz: string;
}

export interface WireGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly memberIds: readonly string[];
}

export interface WireFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Bytes. */
  readonly size: number;
}

export interface WireMessage {
  /** Slack's timestamp: unique in its channel, seconds since 1970 with six decimals; also the order. */
  readonly ts: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorIsBot: boolean;
  /** The notification and screen-reader text; the body too, when `blocks` is empty. Slack's mrkdwn. */
  readonly text: string;
  readonly blocks: readonly WireBlock[];
  readonly files: readonly WireFile[];
  /** "Only visible to you": gone after `reload`. */
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  readonly threadTs: string | null;
  /** What stands chosen or typed in this message's elements, as this person sees it. */
  readonly values: readonly ElementValue[];
}

export interface WireChannel {
  readonly id: string;
  /** Without `#`; for a DM the other side's name. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'dm';
  readonly isShared: boolean;
  readonly botIsMember: boolean;
  readonly memberIds: readonly string[];
  readonly unread: number;
  /** How many of those count for this person alone: all of a DM, and where they or a group of theirs are mentioned. */
  readonly mentions: number;
  readonly messages: readonly WireMessage[];
}

/** A workspace that one can look into. */
export interface WorkspaceFacts {
  readonly id: string;
  readonly name: string;
  /** The organisation that it belongs to. */
  readonly organisation: string | null;
  /** The app can be used there. */
  readonly isInstalled: boolean;
}

/** A modal, or the App Home. */
export interface WireView {
  readonly id: string;
  readonly hash: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  readonly submit: string | null;
  readonly close: string | null;
  readonly blocks: readonly WireBlock[];
  readonly values: readonly ElementValue[];
  /** Text under a field, by `block_id`: the bot's own refusals, and Slack's for required or too long input. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's own banner, such as "We had some trouble connecting. Try again?". */
  readonly notice: string | null;
}

/**
 * The value of one stateful element. Text inputs, date pickers: the text. Selects, radio buttons: the option's
 * `value`, or the id of the person, conversation or channel. Multi-selects, checkboxes: a list of these.
 * `null`: nothing typed or chosen.
 */
export interface ElementValue {
  readonly blockId: string;
  readonly actionId: string;
  readonly value: string | readonly string[] | null;
  /** From the server for external selects: the chosen options with their texts. */
  readonly chosen?: readonly WireOption[];
}

/** Something that went wrong for this person outside a message or a modal, such as a button with no answer. */
export interface WireNotice {
  readonly id: string;
  readonly text: string;
  readonly channelId: string | null;
}

/** Everything that one person sees. */
export interface Snapshot {
  readonly revision: number;
  readonly me: WirePerson;
  readonly team: { readonly id: string; readonly name: string };
  readonly app: { readonly name: string; readonly botUserId: string };
  readonly people: readonly WirePerson[];
  readonly groups: readonly WireGroup[];
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  /** Global shortcuts. */
  readonly shortcuts: readonly { readonly callbackId: string; readonly name: string }[];
  /** In the order of a sidebar, the DM with the bot last. */
  readonly channels: readonly WireChannel[];
  /** Id of the DM with the bot, one of `channels`; `null` for those who cannot have one. */
  readonly dmId: string | null;
  /** The stack of open modals, the top one last; at most three. */
  readonly modals: readonly WireView[];
  /** `null` until the bot has published one. */
  readonly home: WireView | null;
  readonly notices: readonly WireNotice[];
}

/** The place of an element. */
export type Place =
  | { readonly kind: 'message'; readonly channelId: string; readonly ts: string }
  | { readonly kind: 'view'; readonly viewId: string };

export type Act =
  /** `text` as typed, the command itself included: `/apiclient list`. */
  | { readonly act: 'command'; readonly channelId: string; readonly text: string }
  /** An ordinary message of this person. */
  | { readonly act: 'say'; readonly channelId: string; readonly text: string }
  | { readonly act: 'shortcut'; readonly callbackId: string }
  | { readonly act: 'open-home' }
  /** Looks at the DM with the bot. */
  | { readonly act: 'open-messages' }
  /** A button; the page has shown the button's `confirm` dialog, if any, before. */
  | {
      readonly act: 'press';
      readonly place: Place;
      readonly blockId: string;
      readonly actionId: string;
      readonly typed?: readonly ElementValue[];
    }
  /**
   * A choice or a finished text, in any stateful element (and a pick in an overflow menu). Kept by the server;
   * goes to the bot where Slack would send it (outside `input` blocks, or with `dispatch_action`).
   */
  | {
      readonly act: 'set';
      readonly place: Place;
      readonly element: ElementValue;
      readonly typed?: readonly ElementValue[];
    }
  /** Options of an external select: the answer's `options` and `optionGroups`. */
  | {
      readonly act: 'typeahead';
      readonly place: Place;
      readonly blockId: string;
      readonly actionId: string;
      readonly query: string;
    }
  /** Submits the top modal; `typed` is what the page holds and has not `set` yet. */
  | { readonly act: 'submit'; readonly viewId: string; readonly typed?: readonly ElementValue[] }
  /** `all`: the X, which closes the whole stack. */
  | { readonly act: 'close'; readonly viewId: string; readonly all?: boolean }
  | { readonly act: 'mark-read'; readonly channelId: string }
  | { readonly act: 'dismiss-notice'; readonly noticeId: string }
  /** Reloading Slack: ephemeral messages, modals and notices are gone. */
  | { readonly act: 'reload' };

export type ActRequest = { readonly as: string } & Act;

/** How the bot answered; acts that do not reach the bot are `ok` with status 200 after 0 ms. */
export interface ActResult {
  /** 200 within 3 seconds, with a body that Slack understands. */
  readonly ok: boolean;
  /** HTTP status of the acknowledgement; 0 when none came within 3 seconds. */
  readonly status: number;
  readonly ackMs: number;
  readonly body: string;
  readonly options?: readonly WireOption[];
  readonly optionGroups?: readonly WireOptionGroup[];
}

export interface ActRefusal {
  readonly error: string;
}

/** Makes Slack's Web API misbehave: the next `times` (default 1) calls of `method` (`*` for any). */
export interface Fault {
  readonly method: string;
  /** Only calls with the token of this workspace, or organisation. */
  readonly team?: string;
  /**
   * `error`: an `ok: false` answer with `error`. `status`: HTTP status `status` with a body that is not JSON.
   * `ratelimited`: 429 with Retry-After. `delay`: answers after `ms`. `drop-before`, `drop-after`: the connection
   * is cut before or after the call took effect. `hang`: no answer ever, no effect.
   */
  readonly kind: 'error' | 'status' | 'ratelimited' | 'delay' | 'drop-before' | 'drop-after' | 'hang';
  readonly error?: string;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** A limit as Slack has them: only what goes beyond so many calls in `retryAfterSeconds` is refused. */
  readonly allowed?: number;
  readonly ms?: number;
  readonly times?: number;
}
