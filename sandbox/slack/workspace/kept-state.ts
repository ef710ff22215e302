import { z } from 'zod';
import { Block } from '../block-kit/blocks.js';
import { HomeSource } from '../block-kit/check-view.js';
import { type PlacedBlock, place } from '../block-kit/placed.js';
import type { Message } from './channels.js';
import type { Workspace } from './workspace.js';

const Value = z.object({
  blockId: z.string(),
  actionId: z.string(),
  value: z.union([z.string(), z.array(z.string()), z.null()]),
  chosen: z
    .array(z.object({ text: z.string(), value: z.string(), description: z.string().exactOptional() }))
    .exactOptional(),
});

const KeptMessage = z.strictObject({
  ts: z.string().regex(/^\d+\.\d{6}$/),
  authorId: z.string(),
  text: z.string(),
  blocks: z.array(Block),
  files: z.array(z.object({ id: z.string(), name: z.string(), title: z.string(), size: z.number() })),
  editedTs: z.string().exactOptional(),
  threadTs: z.string().exactOptional(),
  values: z.record(z.string(), z.array(Value)),
});

/** What a workspace has when everybody has reloaded: no ephemeral message, no open modal. */
export const KeptState = z.strictObject({
  version: z.literal(1),
  channels: z.array(z.strictObject({ id: z.string(), messages: z.array(KeptMessage) })),
  /** The `ts` up to which somebody has read a channel, by `person/channel`. */
  lastRead: z.record(z.string(), z.string()),
  homes: z.array(z.strictObject({ personId: z.string(), source: HomeSource })),
});
export type KeptState = z.infer<typeof KeptState>;

export const keptStateOf = ({ world, views }: Workspace): KeptState => ({
  version: 1,
  channels: world.channels.map(({ id, messages }) => ({
    id,
    messages: messages.filter((message) => message.onlyFor === undefined).map(keptMessage),
  })),
  lastRead: Object.fromEntries(world.lastRead()),
  homes: world.people.flatMap(({ id }) => {
    const source = views.homeOf(id)?.source;
    return source?.type === 'home' ? [{ personId: id, source }] : [];
  }),
});

const keptMessage = (message: Message): KeptState['channels'][number]['messages'][number] => ({
  ts: message.ts,
  authorId: message.authorId,
  text: message.text,
  blocks: message.blocks,
  files: [...message.files],
  ...(message.editedTs !== undefined && { editedTs: message.editedTs }),
  ...(message.threadTs !== undefined && { threadTs: message.threadTs }),
  values: Object.fromEntries(
    [...message.values].map(([personId, values]) => [personId, values.map((value) => Value.parse(value))]),
  ),
});

/** Puts back what was kept; what belongs to a channel or person that is no more is left out. */
export const restoreState = ({ world, views, clock }: Workspace, kept: KeptState): void => {
  const placed = (blocks: Block[]): PlacedBlock[] => place(blocks, () => clock.id('b'));
  for (const { id, messages } of kept.channels) {
    const channel = world.channel(id);
    channel?.messages.push(
      ...messages.map((message) => ({
        ...message,
        blocks: placed(message.blocks),
        editedTs: message.editedTs,
        threadTs: message.threadTs,
        onlyFor: undefined,
        values: new Map(Object.entries(message.values)),
      })),
    );
  }
  for (const [key, ts] of Object.entries(kept.lastRead)) world.restoreRead(key, ts);
  for (const { personId, source } of kept.homes) {
    if (world.person(personId) !== undefined) views.publish(personId, source);
  }
};
