import type { SandboxSlack } from '../sandbox/slack/start-slack.js';

/** Who presses what on Slack's consent page, for which workspace or organisation. */
export interface Decision {
  /** A workspace's id, or an organisation's; the first workspace when left out. */
  readonly target?: string;
  /** A person's key there. */
  readonly as?: string;
  readonly decision?: 'allow' | 'cancel';
}

export interface Visited {
  readonly status: number;
  readonly page: string;
  /** Where the last redirect led. */
  readonly url: string;
}

/** Presses a button of the consent page that stands at `authorizeUrl`; gives where Slack leads the browser back to. */
export async function decide(authorizeUrl: string, decision: Decision = {}): Promise<string> {
  const form = new URLSearchParams(new URL(authorizeUrl).searchParams);
  form.set('target', decision.target ?? 'T0SANDBOX');
  form.set('as', decision.as ?? 'aiko');
  form.set('decision', decision.decision ?? 'allow');
  const answer = await fetch(authorizeUrl, { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`Slack refuses: ${await answer.text()}`);
  return location;
}

/** Installs the bot as a browser does: its install page, Slack's consent page, and back, with the cookie in hand. */
export async function installApp(
  bot: { readonly port: number },
  slack: Pick<SandboxSlack, 'authorizeUrl'>,
  decision: Decision = {},
): Promise<Visited> {
  const start = await fetch(`http://127.0.0.1:${bot.port}/slack/install`, { redirect: 'manual' });
  const cookie = start.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const page = await start.text();
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  const authorizeUrl = [start.headers.get('location') ?? '', ...links].find((link) =>
    link.startsWith(slack.authorizeUrl),
  );
  if (authorizeUrl === undefined) throw new Error(`no way to Slack on: ${page}`);
  const url = await decide(authorizeUrl, decision);
  const end = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  return { status: end.status, page: await end.text(), url };
}
