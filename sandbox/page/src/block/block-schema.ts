import { z } from 'zod';
import { ElementSchema } from '../element/element-schema.js';
import { TextObject } from '../element/text-object.js';
import { RichText } from './rich-text-schema.js';

const Image = z.object({
  type: z.literal('image'),
  image_url: z.string().optional(),
  alt_text: z.string(),
  title: TextObject.optional(),
});

const Cell = z.union([
  z.object({ type: z.literal('raw_text'), text: z.string() }),
  z.object({ type: z.literal('raw_number'), text: z.string(), value: z.number() }),
  RichText,
]);
export type Cell = z.infer<typeof Cell>;

const Section = z.object({
  type: z.literal('section'),
  text: TextObject.optional(),
  fields: z.array(TextObject).optional(),
  accessory: z.unknown().optional(),
});
export type SectionBlock = z.infer<typeof Section>;

const Actions = z.object({ type: z.literal('actions'), elements: z.array(z.unknown()) });
export type ActionsBlock = z.infer<typeof Actions>;

const Context = z.object({ type: z.literal('context'), elements: z.array(z.union([TextObject, Image])) });
export type ContextBlock = z.infer<typeof Context>;

const Header = z.object({ type: z.literal('header'), text: TextObject });

const Divider = z.object({ type: z.literal('divider') });

const Alert = z.object({
  type: z.literal('alert'),
  text: TextObject,
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).default('default'),
});
export type AlertBlock = z.infer<typeof Alert>;

const Input = z.object({
  type: z.literal('input'),
  label: TextObject,
  hint: TextObject.optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: ElementSchema,
});
export type InputBlock = z.infer<typeof Input>;

const Card = z.object({
  type: z.literal('card'),
  hero_image: Image.optional(),
  icon: Image.optional(),
  title: TextObject.optional(),
  subtitle: TextObject.optional(),
  body: TextObject.optional(),
  subtext: TextObject.optional(),
  actions: z.array(z.unknown()).default([]),
});
export type CardBlock = z.infer<typeof Card>;

const Markdown = z.object({ type: z.literal('markdown'), text: z.string() });

const Table = z.object({
  type: z.literal('table'),
  rows: z.array(z.array(Cell)),
  column_settings: z
    .array(z.object({ align: z.enum(['left', 'center', 'right']).optional() }).nullable())
    .default([]),
});
export type TableBlock = z.infer<typeof Table>;

const DataTable = z.object({
  type: z.literal('data_table'),
  caption: z.string(),
  rows: z.array(z.array(Cell)).min(1),
  page_size: z.number().int().min(1).default(5),
  row_header_column_index: z.number().int().default(0),
});
export type DataTableBlock = z.infer<typeof DataTable>;

/** The blocks that the page draws; any other is shown as an `UnknownBlock`. */
export const DrawableBlock = z.discriminatedUnion('type', [
  Section,
  Actions,
  Context,
  Header,
  Divider,
  Image,
  Alert,
  Card,
  Input,
  Markdown,
  RichText,
  Table,
  DataTable,
]);
export type DrawableBlock = z.infer<typeof DrawableBlock>;
