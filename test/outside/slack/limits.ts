import type { Sent } from './traffic.js';

/**
 * Slack's documented limits, block by block, as its reference states them: a second reading beside the sandbox's own, on
 * which it does not build. Lengths are in UTF-16 units, of which there are never fewer than characters.
 */
type Json = Readonly<Record<string, unknown>>;
type Say = (path: string, complaint: string) => void;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The longest text, or the most entries, by kind of object and field. */
const MOST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  modal: {
    title: 24,
    submit: 24,
    close: 24,
    private_metadata: 3000,
    callback_id: 255,
    external_id: 255,
    blocks: 100,
  },
  home: { private_metadata: 3000, callback_id: 255, external_id: 255, blocks: 100 },
  message: { text: 4000, blocks: 50, attachments: 100 },
  section: { text: 3000, fields: 10 },
  header: { text: 150 },
  actions: { elements: 25 },
  context: { elements: 10 },
  context_actions: { elements: 5 },
  image: { alt_text: 2000, image_url: 3000, title: 2000 },
  input: { label: 2000, hint: 2000 },
  alert: { text: 200 },
  table: { rows: 100, column_settings: 20 },
  data_table: { rows: 201 },
  card: { title: 150, subtitle: 150, body: 200, subtext: 200, actions: 3 },
  markdown: { text: 12_000 },
  button: { text: 75, value: 2000, url: 3000, accessibility_label: 75 },
  overflow: { options: 5 },
  checkboxes: { options: 10 },
  radio_buttons: { options: 10 },
  static_select: { options: 100, option_groups: 100, placeholder: 150 },
  multi_static_select: { options: 100, option_groups: 100, placeholder: 150 },
  external_select: { placeholder: 150 },
  multi_external_select: { placeholder: 150 },
  users_select: { placeholder: 150 },
  multi_users_select: { placeholder: 150 },
  conversations_select: { placeholder: 150 },
  channels_select: { placeholder: 150 },
  datepicker: { placeholder: 150 },
  plain_text_input: { placeholder: 150, initial_value: 3000 },
  options: { options: 100, option_groups: 100 },
  option: { text: 75, value: 150, description: 75 },
  option_group: { label: 75, options: 100 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  plain_text: { text: 3000 },
  mrkdwn: { text: 3000 },
};
/** Slack refuses them empty. */
const NEVER_EMPTY = new Set([
  'plain_text',
  'mrkdwn',
  'section',
  'header',
  'actions',
  'context',
  'input',
  'button',
  'option',
  'overflow',
]);

/** How much a field holds: characters of a text or of a text object, entries of a list. */
function size(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isJson(value) && typeof value['text'] === 'string' ? value['text'].length : undefined;
}

function checkKind(kind: string, json: Json, path: string, say: Say): void {
  for (const [field, most] of Object.entries(MOST[kind] ?? {})) {
    const found = size(json[field]);
    if (found === undefined) continue;
    if (found > most) say(`${path}/${field}`, `${found} is more than ${most}`);
    if (found === 0 && NEVER_EMPTY.has(kind)) say(`${path}/${field}`, 'is empty');
  }
}

/** Everything below `value`, each object by its kind. */
function walk(value: unknown, path: string, kind: string | undefined, say: Say): void {
  if (Array.isArray(value)) {
    value.forEach((one, index) => walk(one, `${path}/${index}`, kind, say));
    return;
  }
  if (!isJson(value)) return;
  const own = kind ?? (typeof value['type'] === 'string' ? value['type'] : undefined);
  if (own !== undefined) checkKind(own, value, path, say);
  if (own === 'section') {
    list(value['fields']).forEach((field, index) => {
      if ((size(field) ?? 0) > 2000) say(`${path}/fields/${index}`, 'is longer than 2000');
    });
  }
  for (const id of ['block_id', 'action_id']) {
    if ((size(value[id]) ?? 0) > 255) say(`${path}/${id}`, 'is longer than 255');
  }
  for (const [field, below] of Object.entries(value)) walk(below, `${path}/${field}`, kindOf(field), say);
}

/** What is known by its place, since it has no type of its own. */
function kindOf(field: string): string | undefined {
  if (/^(initial_)?options?$/.test(field)) return 'option';
  if (field === 'option_groups') return 'option_group';
  return field === 'confirm' ? 'confirm' : undefined;
}

/** Ids that occur twice: blocks in a view or message, actions in a block. */
function twice(blocks: readonly unknown[], say: Say): void {
  const ids = blocks.flatMap((block) =>
    isJson(block) && typeof block['block_id'] === 'string' ? [block['block_id']] : [],
  );
  if (new Set(ids).size < ids.length) say('/blocks', 'name a block_id twice');
  blocks.forEach((block, index) => {
    if (!isJson(block)) return;
    const elements = [...list(block['elements']), block['accessory'], block['element']].filter(isJson);
    const actions = elements.flatMap(({ action_id: id }) => (typeof id === 'string' ? [id] : []));
    if (new Set(actions).size < actions.length) say(`/blocks/${index}`, 'names an action_id twice');
  });
}

/** Characters of all cells together, which Slack counts over a whole message. */
function cells(blocks: readonly unknown[], say: Say): void {
  const tables = blocks.filter(isJson).filter(({ type }) => type === 'table' || type === 'data_table');
  let characters = 0;
  const count = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(count);
    else if (isJson(value)) {
      if (typeof value['text'] === 'string') characters += value['text'].length;
      count(value['elements']);
    }
  };
  tables.forEach((table) => {
    count(table['rows']);
    const columns = list(table['rows']).map((row) => list(row).length);
    if (Math.max(0, ...columns) > 20) say('/blocks', 'have a table of more than 20 columns');
  });
  if (characters > 10_000) say('/blocks', `have ${characters} characters in tables`);
}

/** What Slack's documentation has against it. */
export function overLimits({ by, what, json }: Sent): readonly string[] {
  const complaints: string[] = [];
  const say: Say = (path, complaint) => void complaints.push(`${by}: ${path} ${complaint}`);
  walk(json, '', what === 'message' ? 'message' : what === 'options' ? 'options' : undefined, say);
  twice(list(json['blocks']), say);
  cells(list(json['blocks']), say);
  if (what === 'view' && json['type'] === 'modal' && json['submit'] === undefined) {
    if (list(json['blocks']).some((block) => isJson(block) && block['type'] === 'input'))
      say('', 'has inputs and no submit');
  }
  return complaints;
}
