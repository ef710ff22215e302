import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@slack/bolt';
import { ErrorCode, InstallProvider, type Installation as SlackInstallation } from '@slack/oauth';
import { PersonId, WorkspaceId } from '../../core/model/ids.js';
import type { Installation } from '../../core/workspace/installation.js';
import type { Claims } from '../../core/coordination/claims.js';
import { Problem } from '../../core/problem.js';
import { Secret } from '../../core/model/secret.js';
import { type AppCredentials, exchangeOptions } from '../web-api/app-credentials.js';
import { acceptedLanguage } from './accepted-language.js';
import { htmlOf, type InstallPage, PAGE_HEADERS, sendPage } from './install-page.js';
import type { Log } from '../log.js';
import { oauthState, STATE_LIVES_SECONDS } from './oauth-state.js';
import type { Page } from '../transport/http-receiver.js';
import { SCOPES } from '../scopes.js';
import { errorCode } from '../web-api/slack-errors.js';
import { type Language, wordsFor } from '../text/languages.js';
import type { Words } from '../text/words.js';
import type { InstallFailure } from '../text/install-failure.js';

const INSTALL_PATH = '/slack/install';
/** The relative address from any of these pages, even when a proxy serves them under another path. */
const BEGIN_AGAIN = 'install';

export interface InstallingParts {
  readonly app: AppCredentials;
  readonly stateSecret: Secret;
  readonly authorizeUrl: string;
  readonly claims: Claims;
  readonly log: Log;
  readonly sdkLog: Logger;
  readonly now: () => Date;
  readonly newReference: () => string;
  readonly install: (installation: Installation, reference: string) => Promise<void>;
  /** Behind the page: what is told to the person in Slack. */
  readonly installed: (installation: Installation) => void;
}

/** The pages with which people install the app: begun at `/slack/install`, completed at `/slack/oauth_redirect`. */
export function installPages(parts: InstallingParts): ReadonlyMap<string, Page> {
  const { app, log, now } = parts;
  const stateStore = oauthState(parts.stateSecret, parts.claims);
  const providerIn = (language: Language): InstallProvider =>
    new InstallProvider({
      clientId: app.clientId,
      clientSecret: app.clientSecret.reveal(),
      stateStore,
      stateCookieExpirationSeconds: STATE_LIVES_SECONDS,
      authorizationUrl: parts.authorizeUrl,
      clientOptions: exchangeOptions(app),
      // It prints what it throws, whole: what goes wrong is said below, without what was exchanged.
      logger: { ...parts.sdkLog, error: () => undefined, warn: () => undefined },
      // Kept in `afterInstallation`, with the reference of the request.
      installationStore: { storeInstallation: () => Promise.resolve(), fetchInstallation: notAsked },
      renderHtmlForInstallPath: (url) => htmlOf(beginPage(wordsFor(language), url)),
    });
  // The first page is drawn without its request: each language has a provider of its own.
  const providers: Readonly<Record<Language, InstallProvider>> = {
    en: providerIn('en'),
    ja: providerIn('ja'),
  };
  const languageIn = ({ headers }: IncomingMessage): Language => acceptedLanguage(headers['accept-language']);

  const begin = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    await providers[languageIn(request)].handleInstallPath(request, response, {}, { scopes: [...SCOPES] });
  };

  const complete = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reference = parts.newReference();
    const language = languageIn(request);
    const words = wordsFor(language);
    await providers[language].handleCallback(request, response, {
      async afterInstallation(installation) {
        const made = installationOf(installation, now());
        await parts.install(made, reference);
        parts.installed(made);
        log.info({ workspace: made.workspace, person: made.installedBy, reference }, 'installed');
        return true;
      },
      success: (installation) => sendPage(response, donePage(words, installation, parts.authorizeUrl)),
      failure(error) {
        const failure = failureOf(error);
        const level = failure === 'fault' ? 'error' : 'info';
        log[level]({ ...loggable(error), failure, reference }, 'not installed');
        sendPage(response, failedPage(words, failure, reference));
      },
    });
  };

  return new Map([
    [INSTALL_PATH, begin],
    ['/slack/oauth_redirect', complete],
  ]);
}

const notAsked = (): Promise<never> => Promise.reject(new Error('installations are not asked for here'));

function installationOf(installation: SlackInstallation, now: Date): Installation {
  const { bot, team, enterprise, user, isEnterpriseInstall } = installation;
  if (bot === undefined) throw new Error('Slack installed the app without its bot');
  return {
    workspace: WorkspaceId.parse(isEnterpriseInstall === true ? enterprise?.id : team?.id),
    botToken: new Secret(bot.token),
    rotation:
      bot.refreshToken === undefined || bot.expiresAt === undefined
        ? undefined
        : {
            refreshToken: new Secret(bot.refreshToken),
            expiresAt: new Date(bot.expiresAt * 1000).toISOString(),
          },
    botUserId: bot.userId,
    scopes: bot.scopes,
    installedBy: PersonId.parse(user.id),
    installedAt: now.toISOString(),
  };
}

function failureOf(error: Error & { readonly code?: unknown }): InstallFailure {
  if (error instanceof Problem && error.facts.kind === 'store-unavailable') return 'store-unavailable';
  switch (error.code) {
    case ErrorCode.AuthorizationError:
      return 'denied';
    case ErrorCode.InvalidStateError:
      return /browser session/.test(error.message) ? 'not-begun-here' : 'expired';
    case ErrorCode.MissingStateError:
    case ErrorCode.MissingCodeError:
      return 'not-begun-here';
    default:
      return error.name.startsWith('WebAPI') ? 'refused-by-slack' : 'fault';
  }
}

/** What of a failed installation may be logged: the SDK's errors hold what was sent and answered, code and token. */
function loggable(error: Error & { readonly code?: unknown }): object {
  // Our own say nothing of it.
  if (error instanceof Problem) return { err: error };
  const facts = { error: error.name, code: error.code };
  return error.name.startsWith('WebAPI')
    ? { ...facts, slack: errorCode(error) }
    : { ...facts, at: framesOf(error) };
}

/** The place where an error was thrown, without its message. */
const framesOf = ({ stack = '' }: Error): readonly string[] =>
  stack.split('\n').flatMap((line) => /^ {4}(at .+:\d+:\d+\)?)$/.exec(line)?.[1] ?? []);

const beginPage = ({ install: { language, title, begin } }: Words, url: string): InstallPage => ({
  status: 200,
  language,
  title,
  heading: begin.heading,
  paragraphs: [begin.text, begin.needs],
  link: { text: begin.button, url },
});

function donePage(
  words: Words,
  { team, enterprise, appId }: SlackInstallation,
  authorizeUrl: string,
): InstallPage {
  const { language, title, done } = words.install;
  // GovSlack has its own origin: the app is opened where it was installed.
  const target = new URL('/app_redirect', authorizeUrl);
  if (appId !== undefined) target.searchParams.set('app', appId);
  if (team !== undefined) target.searchParams.set('team', team.id);
  return {
    status: 200,
    language,
    title,
    heading: done.heading(team?.name ?? enterprise?.name),
    paragraphs: [done.next],
    steps: done.steps,
    link: { text: done.open, url: target.href },
  };
}

function failedPage(words: Words, failure: InstallFailure, reference: string): InstallPage {
  const { language, title, failed } = words.install;
  return {
    status: STATUS[failure],
    language,
    title,
    heading: failed.heading,
    paragraphs: [failed.because[failure], failed.reference(reference)],
    link: { text: failed.button, url: BEGIN_AGAIN },
  };
}

const STATUS: Readonly<Record<InstallFailure, number>> = {
  denied: 200,
  expired: 400,
  'not-begun-here': 400,
  'refused-by-slack': 502,
  'store-unavailable': 503,
  fault: 500,
};
