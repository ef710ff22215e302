import type { PersonDriver } from '../../sandbox/slack/screen/person.js';
import type { Running } from '../harness.js';
import { type Decision, decide } from '../oauth-visitor.js';
import { connectAccount } from '../setting-up.js';

export interface Page {
  readonly status: number;
  readonly html: string;
}

/** A browser that keeps the cookie of one installation, as people's do. */
export class Browser {
  readonly #bot: string;
  /** The languages that it asks for, as `Accept-Language` names them. */
  readonly #languages: string;
  #cookie = '';

  constructor(running: { readonly bot: { readonly port: number } }, languages = 'en-US,en;q=0.9') {
    this.#languages = languages;
    this.#bot = `http://127.0.0.1:${running.bot.port}`;
  }

  open(): Promise<Page> {
    return this.#get(`${this.#bot}/slack/install`);
  }

  /** Opens `/slack/install` and resolves to where its button leads. */
  async begin(): Promise<string> {
    const { html } = await this.open();
    const [, href = ''] = /href="([^"]*authorize[^"]*)"/.exec(html) ?? [];
    return href.replaceAll('&amp;', '&');
  }

  /** Decides on Slack's page; resolves to where Slack leads back to. */
  decide(authorizeUrl: string, decision: Decision): Promise<string> {
    return decide(authorizeUrl, decision);
  }

  comeBack(url: string): Promise<Page> {
    return this.#get(url);
  }

  async install(decision: Decision): Promise<Page> {
    return this.comeBack(await this.decide(await this.begin(), decision));
  }

  async #get(url: string): Promise<Page> {
    const answer = await fetch(url, {
      headers: { cookie: this.#cookie, 'accept-language': this.#languages },
      redirect: 'manual',
    });
    for (const cookie of answer.headers.getSetCookie()) this.#cookie = cookie.split(';')[0] ?? '';
    return { status: answer.status, html: await answer.text() };
  }
}

/** Connects an admin's workspace to the account of an Alphaus user, in Slack. */
export async function connectAs(
  { api }: Pick<Running, 'api'>,
  admin: PersonDriver,
  user: string,
): Promise<void> {
  const { id, secret } = api.clientFor(user);
  await connectAccount(admin, { id, secret });
}
