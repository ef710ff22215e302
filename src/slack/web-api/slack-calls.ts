import type { KnownBlock, ModalView } from '@slack/types';
import type { WebAPICallResult, WebClient } from '@slack/web-api';
import type { Fetch } from '../../core/http.js';
import { Problem } from '../../core/problem.js';
import type { SlackCallOutcome, SlackObserver } from '../observer.js';
import { slackRefusal, slackWord } from '../refusal.js';
import { sharedWith, type SharedWith, skewOf, type SlackUser, type UserGroup } from './slack-answers.js';
import { sendable } from './sendable.js';
import { errorCode, outcomeOf } from './slack-errors.js';
import { measuredText } from './measured-text.js';
import { uploadBytes } from './upload-bytes.js';
import { type Lane, type SlackConnection, webClient, type WebClients } from './web-clients.js';

/** A message in every form that a person may meet it: blocks on the screen, text for everything else. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * A view by Slack's id, or by the one that the bot gave it when an acknowledgement pushed it. With a hash, Slack updates
 * the view only while it still has that hash.
 */
export type WhichView =
  | { readonly viewId: string; readonly hash?: string | undefined }
  | { readonly externalId: string };

/** Hears what Slack says of the bot's token, by every call. */
export interface TokenListener {
  refused(word: string): void;
  accepted(): void;
}

export interface SlackCallsParts extends SlackConnection {
  readonly clients: WebClients;
  readonly tokenListener?: TokenListener | undefined;
  readonly observe?: SlackObserver | undefined;
}

/** What the bot asks of Slack's Web API. */
export class SlackCalls {
  readonly #parts: SlackCallsParts;

  constructor(parts: SlackCallsParts) {
    this.#parts = parts;
  }

  async identity(): Promise<{ teamId: string; botId: string; botUserId: string }> {
    const answer = await this.#called('auth.test', this.#on('reads').auth.test());
    return { teamId: answer.team_id ?? '', botId: answer.bot_id ?? '', botUserId: answer.user_id ?? '' };
  }

  /** The scopes that the token has, `undefined` where Slack's answer does not say (a proxy may drop that header), and how far our clock is ahead of Slack's, which tells whole seconds. */
  async examine(): Promise<{ scopes: readonly string[] | undefined; skewMs: number }> {
    const parts = this.#parts;
    let skewMs = 0;
    const watching: Fetch = async (input, init) => {
      const response = await parts.fetch(input, init);
      skewMs = skewOf(response.headers.get('date'), Date.now());
      return response;
    };
    const examining = webClient(
      { ...parts, fetch: watching },
      { timeout: 5_000, retries: 1, waitsWhenLimited: false },
    );
    const answer = await this.#called('auth.test', examining.auth.test());
    return { scopes: answer.response_metadata?.scopes, skewMs };
  }

  async channel(id: string): Promise<{ isMember: boolean; isArchived: boolean; sharedWith: SharedWith }> {
    const { channel } = await this.#called(
      'conversations.info',
      this.#on('reads').conversations.info({ channel: id }),
    );
    return {
      isMember: channel?.is_member === true,
      isArchived: channel?.is_archived === true,
      sharedWith: sharedWith(channel ?? {}),
    };
  }

  /** Resolves to the view's id. */
  async openView(triggerId: string, view: ModalView): Promise<string> {
    const answer = await this.#called(
      'views.open',
      this.#on('urgent').views.open({ trigger_id: triggerId, view }),
    );
    return answer.view?.id ?? '';
  }

  /** Opens a view on top of the modal in which the trigger came about; resolves to its id. */
  async pushView(triggerId: string, view: ModalView): Promise<string> {
    const answer = await this.#called(
      'views.push',
      this.#on('urgent').views.push({ trigger_id: triggerId, view }),
    );
    return answer.view?.id ?? '';
  }

  async updateView(which: WhichView, view: ModalView): Promise<void> {
    const on =
      'viewId' in which
        ? { view_id: which.viewId, ...(which.hash !== undefined && { hash: which.hash }) }
        : { external_id: which.externalId };
    await this.#called('views.update', this.#on('views').views.update({ ...on, view }));
  }

  async publishHome(person: string, blocks: KnownBlock[]): Promise<void> {
    await this.#called(
      'views.publish',
      this.#on('views').views.publish({ user_id: person, view: { type: 'home', blocks } }),
    );
  }

  async user(person: string): Promise<SlackUser> {
    const answer = await this.#called(
      'users.info',
      this.#on('reads').users.info({ user: person, include_locale: true }),
    );
    if (answer.user === undefined) throw new Problem({ kind: 'person-unknown' });
    return answer.user;
  }

  /** The workspaces that an organisation's admins have added the app to. */
  async teams(): Promise<readonly string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await this.#called(
        'auth.teams.list',
        this.#on('reads').auth.teams.list({ limit: 1_000, ...(cursor !== undefined && { cursor }) }),
      );
      found.push(...(answer.teams ?? []).flatMap(({ id }) => id ?? []));
      cursor = answer.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return found;
  }

  /** Everybody in a workspace, bots and deactivated people included; many calls for a large one. */
  async users(team: string): Promise<readonly SlackUser[]> {
    const found: SlackUser[] = [];
    let cursor: string | undefined;
    do {
      const answer = await this.#called(
        'users.list',
        this.#on('surveys').users.list({
          limit: 1_000,
          team_id: team,
          include_locale: true,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      found.push(...(answer.members ?? []));
      cursor = answer.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return found;
  }

  /** The user groups of a workspace. */
  async userGroups(team: string, lane: Extract<Lane, 'reads' | 'surveys'>): Promise<readonly UserGroup[]> {
    const answer = await this.#called(
      'usergroups.list',
      this.#on(lane).usergroups.list({
        include_users: true,
        team_id: team,
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
      this.#on('reads').conversations.open({ users: person }),
    );
    return answer.channel?.id ?? '';
  }

  /** Resolves to the message's timestamp, by which it can be changed. */
  post(channel: string, message: Message): Promise<string> {
    return this.#post('messages', channel, message);
  }

  /** Calls Slack once, without repeating, for callers that keep account of what was sent. */
  postOnce(channel: string, message: Message): Promise<string> {
    return this.#post('whispers', channel, message);
  }

  async #post(lane: Lane, channel: string, message: Message): Promise<string> {
    const answer = await this.#called(
      'chat.postMessage',
      this.#on(lane).chat.postMessage({
        channel,
        ...sendable(message),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    return answer.ts ?? '';
  }

  async update(channel: string, ts: string, message: Message): Promise<void> {
    await this.#called(
      'chat.update',
      this.#on('messages').chat.update({ channel, ts, ...sendable(message) }),
    );
  }

  /** Deletes a message of the bot's own. */
  async remove(channel: string, ts: string): Promise<void> {
    await this.#called('chat.delete', this.#on('messages').chat.delete({ channel, ts }));
  }

  /** Sends an ephemeral message once and never repeats it, even when the answer is lost. */
  async whisper(channel: string, person: string, message: Message): Promise<void> {
    await this.#called(
      'chat.postEphemeral',
      this.#on('whispers').chat.postEphemeral({
        channel,
        user: person,
        ...sendable(message),
      }),
    );
  }

  /** Shares a file in a channel. Slack asks for its length first, so a long one is read twice. */
  async upload(
    channel: string,
    file: { readonly name: string; readonly comment: Message['text']; content(): AsyncIterable<string> },
  ): Promise<void> {
    const { length, pieces } = await measuredText(() => file.content());
    const place = await this.#called(
      'files.getUploadURLExternal',
      this.#on('reads').files.getUploadURLExternal({ filename: file.name, length }),
    );
    await uploadBytes(this.#parts.fetch, place.upload_url ?? '', length, pieces);
    await this.#called(
      'files.completeUploadExternal',
      this.#on('whispers').files.completeUploadExternal({
        files: [{ id: place.file_id ?? '', title: file.name }],
        channel_id: channel,
        initial_comment: file.comment,
      }),
    );
  }

  /** Lets a workflow go on behind the step that this is an execution of. */
  async completeStep(execution: string, outputs: Readonly<Record<string, string>>): Promise<void> {
    await this.#called(
      'functions.completeSuccess',
      this.#on('messages').functions.completeSuccess({ function_execution_id: execution, outputs }),
    );
  }

  /** Ends a workflow at its step, and says why. */
  async failStep(execution: string, error: string): Promise<void> {
    await this.#called(
      'functions.completeError',
      this.#on('messages').functions.completeError({ function_execution_id: execution, error }),
    );
  }

  #on(lane: Lane): WebClient {
    return this.#parts.clients.of(this.#parts, lane);
  }

  /** Gives a failed call its name; the SDK's error may hold what was sent, and stays out of what is thrown. */
  async #called<Answer extends WebAPICallResult>(method: string, call: Promise<Answer>): Promise<Answer> {
    const from = performance.now();
    let outcome: SlackCallOutcome = 'ok';
    try {
      const answer = await call;
      this.#parts.tokenListener?.accepted();
      return answer;
    } catch (error) {
      outcome = outcomeOf(error);
      const problem = new Problem({ kind: 'slack-failed', method, error: errorCode(error) });
      const word = slackWord(problem) ?? '';
      if (slackRefusal(word) === 'token') this.#parts.tokenListener?.refused(word);
      throw problem;
    } finally {
      this.#parts.observe?.called(method, outcome, (performance.now() - from) / 1000);
    }
  }
}
