import { z } from 'zod';
import { BlockId, Image, plainText, textObject } from './composition.js';
import { ActionsElement, Button, InputElement, SectionAccessory } from './elements.js';
import { RichText } from './rich-text.js';
import { DataTable, Table } from './tables.js';

const id = { block_id: BlockId };

const Section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: textObject(3000).optional(),
    fields: z.array(textObject(2000)).min(1).max(10).optional(),
    accessory: SectionAccessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((section) => section.text !== undefined || section.fields !== undefined, {
    message: 'missing required field: text or fields',
  });

const Actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z.array(ActionsElement).min(1).max(25),
});

const Context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [Image, textObject(3000)]))
    .min(1)
    .max(10),
});

const Divider = z.strictObject({ type: z.literal('divider'), ...id });

const Header = z.strictObject({
  type: z.literal('header'),
  ...id,
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
});

const ImageBlock = Image.safeExtend({ ...id, title: plainText(2000).optional() });

const Input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: InputElement,
});

const Alert = z.strictObject({
  type: z.literal('alert'),
  ...id,
  text: textObject(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const Card = z
  .strictObject({
    type: z.literal('card'),
    ...id,
    hero_image: Image.optional(),
    icon: Image.optional(),
    title: textObject(150).optional(),
    subtitle: textObject(150).optional(),
    body: textObject(200).optional(),
    subtext: textObject(200).optional(),
    actions: z.array(Button).min(1).max(3).optional(),
  })
  .refine(
    (card) => [card.hero_image, card.title, card.actions, card.body].some((part) => part !== undefined),
    {
      message: 'must have one of hero_image, title, actions, body',
    },
  );

const Markdown = z.strictObject({ type: z.literal('markdown'), ...id, text: z.string().min(1).max(12_000) });

/** Every block that this stand-in accepts; any other type is refused, as one that Slack does not know. */
export const Block = z.discriminatedUnion('type', [
  Section,
  Actions,
  Context,
  Divider,
  Header,
  ImageBlock,
  Input,
  RichText,
  Alert,
  Card,
  Markdown,
  Table,
  DataTable,
]);
export type Block = z.infer<typeof Block>;
export type BlockType = Block['type'];
