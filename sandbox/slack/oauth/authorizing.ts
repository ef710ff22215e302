import type { Manifest } from '../manifest.js';
import type { Person } from '../workspace/people.js';
import type { Workspace } from '../workspace/workspace.js';
import type { OAuthClient } from './client.js';
import type { Codes } from './codes.js';
import { type Choice, consentPage, refusalPage } from './consent-page.js';

/** Either a page, or a redirect back to the app. */
export interface BrowserAnswer {
  readonly status: number;
  readonly html: string;
  readonly location: string | undefined;
}

interface Parts {
  readonly client: OAuthClient | undefined;
  readonly manifest: Manifest;
  readonly workspaces: readonly Workspace[];
  readonly codes: Codes;
  /** The address at which the bot listens; `undefined` while none does. */
  readonly appOrigin: () => string | undefined;
}

const refused = (error: string, why: string): BrowserAnswer => ({
  status: 400,
  html: refusalPage(error, why),
  location: undefined,
});

const mayInstall = (person: Person): boolean =>
  !person.isBot && !person.deleted && !person.isStranger && !person.isRestricted && !person.isUltraRestricted;

const isSameAddress = (one: string, other: string): boolean =>
  one.replace('//localhost', '//127.0.0.1') === other.replace('//localhost', '//127.0.0.1');

const listed = (scopes: string | null): readonly string[] =>
  (scopes ?? '').split(/[ ,]+/).filter((scope) => scope !== '');

/** `/oauth/v2/authorize`: where a person lets the app into a workspace, or does not. */
export class Authorizing {
  readonly #parts: Parts;
  /** The workspace from which somebody went to install the app; Slack knows it by a cookie. */
  #cameFrom: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Leads from a workspace to the app's own page for installing it. */
  begin(team: string): BrowserAnswer {
    this.#cameFrom = team;
    const origin = this.#parts.appOrigin();
    return origin === undefined
      ? refused('app_away', 'No bot listens.')
      : { status: 302, html: '', location: `${origin}/slack/install` };
  }

  /** The page that asks. */
  ask(query: URLSearchParams): BrowserAnswer {
    const { manifest, workspaces } = this.#parts;
    const refusal = this.#refusal(query);
    if (refusal !== undefined) return refusal;
    const people = new Map<string, Choice>();
    for (const person of workspaces.flatMap(({ world }) => world.people).filter(mayInstall)) {
      const text = `${person.realName}${person.isAdmin ? ' (admin)' : ''}`;
      people.set(person.key, { value: person.key, text });
    }
    const html = consentPage({
      appName: manifest.appName,
      scopes: listed(query.get('scope')),
      targets: this.#targets(),
      chosenTarget: query.get('team') ?? this.#cameFrom,
      people: [...people.values()],
      parameters: Object.fromEntries(query),
    });
    return { status: 200, html, location: undefined };
  }

  /** What was pressed; `form` has the query, and `target`, `as` and `decision`. */
  decide(form: URLSearchParams): BrowserAnswer {
    const refusal = this.#refusal(form);
    if (refusal !== undefined) return refusal;
    const back = new URL(form.get('redirect_uri') ?? this.#redirectUrls()[0] ?? '');
    const state = form.get('state');
    if (state !== null) back.searchParams.set('state', state);
    const redirect = (): BrowserAnswer => ({ status: 302, html: '', location: back.href });
    if (form.get('decision') !== 'allow') {
      back.searchParams.set('error', 'access_denied');
      return redirect();
    }
    const targetId = form.get('target') ?? '';
    const person = this.#installer(targetId, form.get('as') ?? '');
    if (person === undefined) return refused('app_not_allowed', 'You may not install apps there.');
    const code = this.#parts.codes.issue({
      targetId,
      personId: person.id,
      scopes: listed(form.get('scope')),
      redirectUri: form.get('redirect_uri') ?? undefined,
    });
    back.searchParams.set('code', code);
    return redirect();
  }

  #refusal(query: URLSearchParams): BrowserAnswer | undefined {
    const { client, manifest } = this.#parts;
    if (client === undefined || query.get('client_id') !== client.clientId) {
      return refused('invalid_client_id', 'The client_id is not that of this app.');
    }
    const scopes = listed(query.get('scope'));
    const unknown = scopes.filter((scope) => !manifest.scopes.has(scope));
    if (scopes.length === 0 || unknown.length > 0) {
      return refused(
        'invalid_scope',
        `Not in the app's manifest: ${unknown.join(', ') || 'no scopes at all'}.`,
      );
    }
    const known = this.#redirectUrls();
    const redirectUri = query.get('redirect_uri');
    const isKnown = redirectUri === null || known.some((one) => isSameAddress(one, redirectUri));
    if (known.length === 0 || !isKnown) {
      const urls = known.join(', ') || 'none';
      return refused('bad_redirect_uri', `redirect_uri has to be one of the app's redirect URLs: ${urls}.`);
    }
    return undefined;
  }

  #redirectUrls(): readonly string[] {
    const { client, manifest, appOrigin } = this.#parts;
    if (client?.redirectUrls !== undefined) return client.redirectUrls;
    const origin = appOrigin();
    return origin === undefined
      ? []
      : manifest.redirectUrls.map((url) => new URL(new URL(url).pathname, origin).href);
  }

  #targets(): readonly Choice[] {
    const { manifest, workspaces } = this.#parts;
    const teams = workspaces.map(({ world: { team } }) => team);
    const organisations = new Map(
      teams.flatMap(({ enterprise }) => enterprise ?? []).map((one) => [one.id, one]),
    );
    return [
      ...teams.map(({ id, name }) => ({ value: id, text: name })),
      ...(manifest.isOrgReady
        ? [...organisations.values()].map(({ id, name }) => ({ value: id, text: `${name}, all workspaces` }))
        : []),
    ];
  }

  /** A member there; for an organisation an admin. */
  #installer(targetId: string, key: string): Person | undefined {
    const { workspaces } = this.#parts;
    if (!this.#targets().some(({ value }) => value === targetId)) return undefined;
    const own = workspaces.find(({ world }) => world.team.id === targetId);
    const any = workspaces.find(({ world }) => world.team.enterprise?.id === targetId);
    const person = (own ?? any)?.world.person(key);
    return person !== undefined && mayInstall(person) && (own !== undefined || person.isAdmin)
      ? person
      : undefined;
  }
}
