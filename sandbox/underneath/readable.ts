/** A body as JSON where it is JSON or a form (of which Slack puts JSON into some fields), as text otherwise. */
export function readable(contentType: string, body: string): unknown {
  if (body === '') return '';
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries([...new URLSearchParams(body)].map(([key, value]) => [key, jsonOrText(value)]));
  }
  if (contentType.startsWith('multipart/form-data')) return readableForm(body);
  return jsonOrText(body);
}

/** Only what looks like an object or list: a name that is a number stays a name. */
function jsonOrText(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readableForm(body: string): unknown {
  const fields = [...body.matchAll(/name="([^"]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}
