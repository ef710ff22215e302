import type { Logger } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { type WebAPICallResult, WebClient, type WebClientOptions } from '@slack/web-api';
import { Problem } from '../core/problem.js';
import type { Secret } from '../core/secret.js';
import type { SlackCallOutcome, SlackObserver } from './observer.js';
import { errorCode, outcomeOf } from './slack-errors.js';
import { uploadBytes } from './upload-bytes.js';

/** A message in every form that a person may meet it: blocks on the screen, text for everything else. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

export interface SlackConnection {
  /** The bot token as it is now: where Slack rotates them, it does not stay the same. */
  readonly token: () => Promise<Secret>;
  /** With an organisation's token: the workspace in which it is used. */
  readonly team?: string | undefined;
  readonly apiUrl: string;
  readonly log: Logger;
  readonly fetch: typeof globalThis.fetch;
  readonly observe?: SlackObserver | undefined;
}

/** A person as Slack tells of them. */
export type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/** What the bot asks of Slack's Web API, each kind of call with the patience and repetition that it bears. */
export class SlackCalls {
  /** Must come before a trigger expires: late is as bad as never. */
  readonly #urgent: WebClient;
  /** Reads: repeated once, since nothing happens twice. */
  readonly #reads: WebClient;
  /** What somebody looks at: a limit on messages must not hold it up, as it would those of the same client. */
  readonly #views: WebClient;
  /** Messages that must come; Slack may show one twice when its answer was lost. */
  readonly #messages: WebClient;
  /** Messages that must not come twice: a secret's. */
  readonly #whispers: WebClient;

  readonly #team: string | undefined;
  readonly #observe: SlackObserver | undefined;
  readonly #connection: SlackConnection;

  constructor(connection: SlackConnection) {
    this.#team = connection.team;
    this.#observe = connection.observe;
    this.#connection = connection;
    this.#urgent = client(connection, { timeout: 2_800, retries: 0, waitsWhenLimited: false });
    this.#reads = client(connection, { timeout: 2_000, retries: 1, waitsWhenLimited: false });
    this.#views = client(connection, { timeout: 5_000, retries: 2, waitsWhenLimited: false });
    this.#messages = client(connection, { timeout: 8_000, retries: 3, waitsWhenLimited: true });
    this.#whispers = client(connection, { timeout: 8_000, retries: 0, waitsWhenLimited: false });
  }

  async identity(): Promise<{ teamId: string; botId: string; botUserId: string }> {
    const answer = await this.#called('auth.test', this.#reads.auth.test());
    return { teamId: answer.team_id ?? '', botId: answer.bot_id ?? '', botUserId: answer.user_id ?? '' };
  }

  /** The scopes that the token has, and how far our clock is ahead of Slack's, which tells whole seconds. */
  async examine(): Promise<{ scopes: readonly string[]; skewMs: number }> {
    const connection = this.#connection;
    let skewMs = 0;
    const watching: typeof globalThis.fetch = async (input, init) => {
      const response = await connection.fetch(input, init);
      skewMs = skewOf(response.headers.get('date'), Date.now());
      return response;
    };
    const examining = client(
      { ...connection, fetch: watching },
      { timeout: 5_000, retries: 1, waitsWhenLimited: false },
    );
    const answer = await this.#called('auth.test', examining.auth.test());
    return { scopes: answer.response_metadata?.scopes ?? [], skewMs };
  }

  async channel(id: string): Promise<{ isMember: boolean; isArchived: boolean }> {
    const { channel } = await this.#called(
      'conversations.info',
      this.#reads.conversations.info({ channel: id }),
    );
    return { isMember: channel?.is_member === true, isArchived: channel?.is_archived === true };
  }

  /** Resolves to the view's id. */
  async openView(triggerId: string, view: ModalView): Promise<string> {
    const answer = await this.#called('views.open', this.#urgent.views.open({ trigger_id: triggerId, view }));
    return answer.view?.id ?? '';
  }

  async updateView(viewId: string, view: ModalView): Promise<void> {
    await this.#called('views.update', this.#views.views.update({ view_id: viewId, view }));
  }

  async publishHome(person: string, blocks: KnownBlock[]): Promise<void> {
    await this.#called(
      'views.publish',
      this.#views.views.publish({ user_id: person, view: { type: 'home', blocks } }),
    );
  }

  async user(person: string): Promise<SlackUser> {
    const answer = await this.#called('users.info', this.#reads.users.info({ user: person }));
    if (answer.user === undefined) throw new Problem({ kind: 'person-unknown' });
    return answer.user;
  }

  /** Everybody in the workspace, bots and deactivated people included; many calls for a large one. */
  async users(): Promise<readonly SlackUser[]> {
    const found: SlackUser[] = [];
    let cursor: string | undefined;
    do {
      const answer = await this.#called(
        'users.list',
        this.#reads.users.list({ limit: 1_000, ...(cursor !== undefined && { cursor }) }),
      );
      found.push(...(answer.members ?? []));
      cursor = answer.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return found;
  }

  async userGroups(): Promise<
    readonly { id: string; handle: string; name: string; members: readonly string[] }[]
  > {
    const answer = await this.#called(
      'usergroups.list',
      this.#reads.usergroups.list({
        include_users: true,
        ...(this.#team !== undefined && { team_id: this.#team }),
      }),
    );
    return (answer.usergroups ?? []).map((group) => ({
      id: group.id ?? '',
      handle: group.handle ?? '',
      name: group.name ?? '',
      members: group.users ?? [],
    }));
  }

  /** The channel id of the person's DM with the bot. */
  async openDm(person: string): Promise<string> {
    const answer = await this.#called(
      'conversations.open',
      this.#reads.conversations.open({ users: person }),
    );
    return answer.channel?.id ?? '';
  }

  /** Resolves to the message's timestamp, by which it can be changed. */
  post(channel: string, message: Message): Promise<string> {
    return this.#post(this.#messages, channel, message);
  }

  /** The same without any repetition, for who keeps account of what was sent. */
  postOnce(channel: string, message: Message): Promise<string> {
    return this.#post(this.#whispers, channel, message);
  }

  async #post(client: WebClient, channel: string, message: Message): Promise<string> {
    const answer = await this.#called(
      'chat.postMessage',
      client.chat.postMessage({
        channel,
        text: message.text,
        blocks: [...message.blocks],
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    return answer.ts ?? '';
  }

  async update(channel: string, ts: string, message: Message): Promise<void> {
    await this.#called(
      'chat.update',
      this.#messages.chat.update({ channel, ts, text: message.text, blocks: [...message.blocks] }),
    );
  }

  /** An ephemeral message that is sent once and never repeated, whatever becomes of the answer. */
  async whisper(channel: string, person: string, message: Message): Promise<void> {
    await this.#called(
      'chat.postEphemeral',
      this.#whispers.chat.postEphemeral({
        channel,
        user: person,
        text: message.text,
        blocks: [...message.blocks],
      }),
    );
  }

  /** Shares a file in a channel, streamed: its length is asked for first, so `content` is read twice. */
  async upload(
    channel: string,
    file: { readonly name: string; readonly comment: Message['text']; content(): AsyncIterable<string> },
  ): Promise<void> {
    let length = 0;
    for await (const text of file.content()) length += Buffer.byteLength(text);
    const place = await this.#called(
      'files.getUploadURLExternal',
      this.#reads.files.getUploadURLExternal({ filename: file.name, length }),
    );
    await uploadBytes(this.#connection.fetch, place.upload_url ?? '', length, file.content());
    await this.#called(
      'files.completeUploadExternal',
      this.#whispers.files.completeUploadExternal({
        files: [{ id: place.file_id ?? '', title: file.name }],
        channel_id: channel,
        initial_comment: file.comment,
      }),
    );
  }

  /** Gives a failed call its name; the SDK's error may hold what was sent, and stays out of what is thrown. */
  async #called<Answer extends WebAPICallResult>(method: string, call: Promise<Answer>): Promise<Answer> {
    const from = performance.now();
    let outcome: SlackCallOutcome = 'ok';
    try {
      return await call;
    } catch (error) {
      outcome = outcomeOf(error);
      throw new Problem({ kind: 'slack-failed', method, error: errorCode(error) });
    } finally {
      this.#observe?.called(method, outcome, (performance.now() - from) / 1000);
    }
  }
}

/** What is within the second that Slack tells is no difference. */
function skewOf(date: string | null, now: number): number {
  const slack = Date.parse(date ?? '');
  if (Number.isNaN(slack)) return 0;
  return now < slack ? now - slack : Math.max(0, now - slack - 1_000);
}

interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  readonly retries: number;
  /** A 429 stalls every other call of the same client for as long as Slack says. */
  readonly waitsWhenLimited: boolean;
}

function client(connection: SlackConnection, patience: Patience): WebClient {
  const options: WebClientOptions = {
    slackApiUrl: connection.apiUrl,
    logger: connection.log,
    fetch: withToken(connection),
    timeout: patience.timeout,
    retryConfig: { retries: patience.retries, minTimeout: 300, maxTimeout: 3_000 },
    rejectRateLimitedCalls: !patience.waitsWhenLimited,
  };
  return new WebClient(undefined, options);
}

/** Each attempt bears the token as it is at that moment; the SDK's client, made once, does not know it. */
function withToken({ token, fetch }: SlackConnection): typeof globalThis.fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${(await token()).reveal()}`);
    return fetch(input, { ...init, headers });
  };
}
