import { readFile } from 'node:fs/promises';

/** Types by path. */
type Fields = ReadonlyMap<string, ReadonlySet<string>>;
/** The fields of each method's answer and each kind of delivery. */
export type Shapes = ReadonlyMap<string, Fields>;

/** What Slack documents and the recordings leave out: the pages of its reference for events, interactions and views. */
const DOCUMENTED = `
## *
response_metadata object
response_metadata.messages list
response_metadata.messages[] string
## command
is_enterprise_install string
## block_actions
view.blocks list
## view_submission
view.blocks list
response_urls list
## view_closed
view.blocks list
## shortcut
type string
callback_id string
trigger_id string
action_ts string
token string
user object
user.id string
user.username string
user.team_id string
team object
team.id string
team.domain string
team.enterprise_id string
team.enterprise_name string
enterprise object
enterprise.id string
enterprise.name string
is_enterprise_install boolean
## block_suggestion
type string
block_id string
action_id string
value string
api_app_id string
token string
container any
user object
user.id string
user.username string
user.name string
user.team_id string
team object
team.id string
team.domain string
team.enterprise_id string
team.enterprise_name string
channel object
channel.id string
channel.name string
message any
view any
enterprise object
enterprise.id string
enterprise.name string
is_enterprise_install boolean
## event
context_team_id string
context_enterprise_id string
event.event_ts string
event.view.blocks list
`;

function read(text: string): Map<string, Map<string, Set<string>>> {
  const shapes = new Map<string, Map<string, Set<string>>>();
  let of = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) {
      of = shapes.get(line.slice(3)) ?? new Map<string, Set<string>>();
      shapes.set(line.slice(3), of);
    } else if (line !== '' && !line.startsWith('#')) {
      const [path = '', types = ''] = line.split(' ');
      of.set(path, new Set([...(of.get(path) ?? []), ...types.split('|')]));
    }
  }
  return shapes;
}

export async function recordedShapes(): Promise<Shapes> {
  const recorded = read(await readFile(new URL('../facts/slack-shapes.txt', import.meta.url), 'utf8'));
  const documented = read(DOCUMENTED);
  // The person in this event is one as users.info tells of them, though nobody has recorded one of an organisation.
  for (const [path, types] of recorded.get('users.info') ?? []) {
    if (path.startsWith('user.')) recorded.get('event user_change')?.set(`event.${path}`, types);
  }
  for (const [of, fields] of documented) if (!recorded.has(of)) recorded.set(of, fields);
  for (const [of, fields] of recorded) {
    const general = of.startsWith('event ') ? documented.get('event') : documented.get('*');
    for (const more of [general, documented.get(of)])
      for (const [path, types] of more ?? [])
        fields.set(path, new Set([...(fields.get(path) ?? []), ...types]));
  }
  return recorded;
}

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
};

/** Whether a field is among the recorded ones, or lies in one of which nothing further is listed. */
export function isRecorded(fields: Fields | undefined, path: string): boolean {
  if (fields === undefined) return false;
  if (fields.has(path)) return true;
  const parent = path.replace(/(?:\.[^.[]+|\[\])$/, '');
  return parent !== path && isRecorded(fields, parent) && !hasBelow(fields, parent);
}

const hasBelow = (fields: Fields, path: string): boolean =>
  [...fields.keys()].some((known) => known.startsWith(`${path}.`) || known.startsWith(`${path}[`));

/** Fields of `value` that were not recorded, or with another type. */
export function beyond(fields: Fields, value: unknown, path = ''): readonly string[] {
  const type = typeOf(value);
  const types = fields.get(path);
  if (path !== '') {
    if (types === undefined) return [`${path} (${type})`];
    // Recordings tell of a field that has something in it; any may be without.
    if (type !== 'null' && !types.has(type) && !types.has('any'))
      return [`${path} is ${type}, not ${[...types].join(' or ')}`];
  }
  if (path !== '' && !hasBelow(fields, path)) return [];
  if (Array.isArray(value)) return value.flatMap((one) => beyond(fields, one, `${path}[]`));
  if (type !== 'object' || value === null) return [];
  return Object.entries(Object(value)).flatMap(([name, field]) =>
    beyond(fields, field, path === '' ? name : `${path}.${name}`),
  );
}
