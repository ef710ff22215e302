import type { ServerResponse } from 'node:http';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What stands on one of the pages that people see while they install the app. */
export interface InstallPage {
  readonly status: number;
  /** The language of its words, as browsers and screen readers name it. */
  readonly language: string;
  readonly title: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly steps?: readonly string[];
  readonly link: { readonly text: string; readonly url: string };
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 10vh auto; padding: 0 1rem; color: #1d1c1d; background: #fff }
  h1 { font-size: 1.6rem; line-height: 1.2 }
  a.button { display: inline-block; margin-top: 1rem; padding: .6rem 1.5rem; border-radius: 4px; background: #1d3557; color: #fff; text-decoration: none }
  a.button:focus-visible { outline: 3px solid #e9a820 }`;

export function htmlOf({ language, title, heading, paragraphs, steps = [], link }: InstallPage): string {
  const list = steps.map((step) => `<li>${escapeHtml(step)}</li>`).join('\n');
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeHtml(heading)}</h1>
${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
${list === '' ? '' : `<ol>\n${list}\n</ol>`}
<p><a class="button" href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a></p>
</main>
</html>
`;
}

/** No page of these is kept by a browser or framed by another, and none tells where it was left to. */
export const PAGE_HEADERS = {
  'cache-control': 'no-store',
  vary: 'accept-language',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
} as const;

export function sendPage(response: ServerResponse, page: InstallPage): void {
  response.writeHead(page.status, { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' });
  response.end(htmlOf(page));
}
