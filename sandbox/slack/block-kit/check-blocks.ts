import { z } from 'zod';
import { Block, type BlockType } from './blocks.js';
import { elementsIn } from './placed.js';
import { refusal, refusals } from './refusal.js';
import { cellCharacters, DATA_TABLE_CHARACTERS, TABLE_CHARACTERS } from './tables.js';

export type Surface = 'message' | 'modal' | 'home';

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly messages: readonly string[] };

const MOST_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };

const NOT_ON: Readonly<Record<Surface, ReadonlySet<BlockType>>> = {
  message: new Set<BlockType>(['alert']),
  modal: new Set<BlockType>(['markdown', 'table', 'data_table']),
  home: new Set<BlockType>(['alert', 'markdown']),
};

const MODAL_ONLY: ReadonlySet<string> = new Set(['email_text_input', 'url_text_input', 'number_input']);

type Path = readonly PropertyKey[];

const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, at) => value !== '' && values.indexOf(value) !== at);

const ofSurface = (blocks: readonly Block[], surface: Surface, prefix: Path): string[] => [
  ...blocks.flatMap((block, at) =>
    NOT_ON[surface].has(block.type)
      ? [refusal(`unsupported block type on this surface: ${block.type}`, [...prefix, at])]
      : [],
  ),
  ...elementsIn(blocks).flatMap(({ element }) =>
    (surface !== 'modal' && MODAL_ONLY.has(element.type)) ||
    (surface === 'home' && element.type === 'datetimepicker')
      ? [refusal(`unsupported element on this surface: ${element.type}`, prefix)]
      : [],
  ),
];

const ofIds = (blocks: readonly Block[], prefix: Path): string[] => [
  ...repeated(blocks.map((block) => block.block_id ?? '')).map((id) =>
    refusal(`block_id already exists: ${id}`, prefix),
  ),
  ...blocks.flatMap((block, at) =>
    repeated(elementsIn([block]).map((placed) => placed.actionId)).map((id) =>
      refusal(`action_id already exists: ${id}`, [...prefix, at]),
    ),
  ),
  ...(elementsIn(blocks).filter(({ element }) => 'focus_on_load' in element && element.focus_on_load === true)
    .length > 1
    ? [refusal('focus_on_load can be set on one element only', prefix)]
    : []),
];

const ofTotals = (blocks: readonly Block[], prefix: Path): string[] => {
  const tables = blocks.filter((block) => block.type === 'table');
  const dataTables = blocks.filter((block) => block.type === 'data_table');
  const markdown = blocks.flatMap((block) => (block.type === 'markdown' ? [block.text.length] : []));
  const tooMany = [
    tables.length > 1,
    tables.reduce((sum, table) => sum + cellCharacters(table.rows), 0) > TABLE_CHARACTERS,
    dataTables.reduce((sum, table) => sum + cellCharacters(table.rows), 0) > DATA_TABLE_CHARACTERS,
    markdown.reduce((sum, length) => sum + length, 0) > 12_000,
  ];
  return tooMany.includes(true) ? [refusal('too much table or markdown content in one message', prefix)] : [];
};

/** Slack's rules that look at all blocks of one surface together. */
export const checkTogether = (blocks: readonly Block[], surface: Surface, prefix: Path): string[] => [
  ...(blocks.length > MOST_BLOCKS[surface]
    ? [refusal(`no more than ${MOST_BLOCKS[surface]} items allowed`, prefix)]
    : []),
  ...ofSurface(blocks, surface, prefix),
  ...ofIds(blocks, prefix),
  ...ofTotals(blocks, prefix),
];

const Blocks = z.array(Block);

/** A message's blocks, as Slack would accept or refuse them. */
export const checkMessageBlocks = (json: unknown): Checked<Block[]> => {
  const parsed = Blocks.safeParse(json);
  const messages = parsed.success
    ? checkTogether(parsed.data, 'message', ['blocks'])
    : refusals(parsed.error, ['blocks']);
  return parsed.success && messages.length === 0 ? { ok: true, value: parsed.data } : { ok: false, messages };
};
