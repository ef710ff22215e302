const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 10vh auto; padding: 0 1rem; color: #1d1c1d }
  h1 { font-size: 1.6rem; line-height: 1.2 }
  label { display: block; margin: 1rem 0 }
  select { display: block; font: inherit; width: 100%; padding: .4rem }
  button { font: inherit; padding: .5rem 1.5rem; margin-right: .5rem; border: 1px solid #868686; border-radius: 4px; background: #fff }
  button[value=allow] { background: #007a5a; border-color: #007a5a; color: #fff }
</style>
${content}
</html>
`;

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export interface Asked {
  readonly appName: string;
  readonly scopes: readonly string[];
  /** Workspaces, and organisations. */
  readonly targets: readonly Choice[];
  readonly chosenTarget: string | undefined;
  /** Who may install. */
  readonly people: readonly Choice[];
  /** The authorize URL's own parameters, which come back with the decision. */
  readonly parameters: Readonly<Record<string, string>>;
}

const select = (label: string, name: string, choices: readonly Choice[], chosen?: string): string => {
  const options = choices.map(
    ({ value, text }) =>
      `<option value="${escapeHtml(value)}"${value === chosen ? ' selected' : ''}>${escapeHtml(text)}</option>`,
  );
  return `<label>${escapeHtml(label)}<select name="${name}">${options.join('')}</select></label>`;
};

/** Slack's page that asks whether the app may be installed; posts to where it stands. */
export const consentPage = (asked: Asked): string => {
  const hidden = Object.entries(asked.parameters).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const scopes = asked.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`);
  return page(
    `Install ${asked.appName}`,
    `<h1>${escapeHtml(asked.appName)} is requesting permission to access your workspace</h1>
<form method="post">
${hidden.join('\n')}
${select('Workspace', 'target', asked.targets, asked.chosenTarget)}
${select('You are', 'as', asked.people)}
<p>It will be able to use:</p>
<ul>${scopes.join('')}</ul>
<button name="decision" value="cancel">Cancel</button><button name="decision" value="allow">Allow</button>
</form>`,
  );
};

/** What Slack shows instead of asking, when the authorize URL itself is wrong. */
export const refusalPage = (error: string, why: string): string =>
  page(
    'Something is wrong with this link',
    `<h1>This app cannot be installed with this link</h1>
<p>${escapeHtml(why)}</p>
<p>Error: <code>${escapeHtml(error)}</code></p>`,
  );
