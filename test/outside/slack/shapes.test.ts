import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { originOf } from '../../../src/slack/call/workspaces.js';
import { Changed } from '../../../src/slack/call/changes.js';
import * as payloads from '../../../src/slack/transport/payloads.js';
import { beyond, isRecorded, recordedShapes, type Shapes } from './shapes.js';
import { allTraffic, type Exchange } from './traffic.js';

let shapes: Shapes;
let traffic: readonly Exchange[];
beforeAll(async () => {
  shapes = await recordedShapes();
  traffic = await allTraffic();
});

const against = (of: string, value: unknown): readonly string[] => {
  const fields = shapes.get(of);
  return fields === undefined
    ? [`${of}: nobody has recorded it`]
    : beyond(fields, value).map((said) => `${of}: ${said}`);
};
const unique = (all: readonly string[]): readonly string[] => [...new Set(all)].sort();

test('the sandbox’s Web API answers nothing that real Slack was not recorded to answer', () => {
  const answers = traffic.filter(
    ({ kind, status, asked }) => kind === 'web-api' && status === 200 && asked !== 'upload',
  );
  expect(unique(answers.flatMap(({ asked, answer }) => against(asked, answer)))).toEqual([]);
});

const Payload = z.object({ payload: z.unknown() });
const Event = z.object({ event: z.object({ type: z.string() }) });

/** Which recording a delivery is held against, and what. */
function delivered({ asked, sent }: Exchange): readonly [string, unknown] | undefined {
  if (asked === 'raw') return undefined;
  const event = Event.safeParse(sent).data;
  if (event !== undefined) return [`event ${event.event.type}`, sent];
  return [asked, Payload.safeParse(sent).data?.payload ?? sent];
}

test('the sandbox delivers nothing that real Slack was not recorded to deliver', () => {
  const deliveries = traffic.filter(({ kind }) => kind === 'delivery').map(delivered);
  expect(unique(deliveries.flatMap((one) => (one === undefined ? [] : against(...one))))).toEqual([]);
});

/** The paths of `value` at which `read` looks. */
function looksAt(value: unknown, read: (value: unknown) => unknown): readonly string[] {
  const paths = new Set<string>();
  const watched = (target: unknown, path: string): unknown => {
    if (typeof target !== 'object' || target === null) return target;
    return new Proxy(target, {
      get(from, key, receiver) {
        const below: unknown = Reflect.get(from, key, receiver);
        if (typeof key === 'symbol' || key === 'constructor' || (Array.isArray(from) && !/^\d+$/.test(key)))
          return below;
        const at = Array.isArray(from) ? `${path}[]` : path === '' ? key : `${path}.${key}`;
        paths.add(at);
        return watched(below, at);
      },
    });
  };
  read(watched(value, ''));
  return [...paths];
}

const event = z.object({ event: Changed });
/** What reads a delivery, by the recording that it is of. */
const readers: readonly (readonly [kind: string, read: (value: unknown) => unknown])[] = [
  ['command', (body) => payloads.CommandBody.parse(body)],
  ['shortcut', (body) => payloads.ShortcutBody.parse(body)],
  ['block_actions', (body) => payloads.ActionBody.parse(body)],
  ['view_submission', (body) => payloads.FormBody.parse(body)],
  ['block_suggestion', (body) => payloads.OptionsBody.parse(body)],
  ['event user_change', (body) => event.parse(body)],
  ['event subteam_updated', (body) => event.parse(body)],
  ['event subteam_members_changed', (body) => event.parse(body)],
];

test.each(readers)('of a %s the bot reads only what real Slack was recorded to send', (kind, read) => {
  const samples = traffic.map(delivered).filter((one) => one?.[0] === kind);
  const paths = new Set(samples.flatMap((one) => looksAt(one?.[1], read)));
  expect(paths.size).toBeGreaterThan(1);
  expect([...paths].filter((path) => !isRecorded(shapes.get(kind), path))).toEqual([]);
});

test('where a delivery came from is read of what real Slack was recorded to send', () => {
  const samples = traffic.map(delivered).filter((one) => one !== undefined);
  const paths = new Set(samples.flatMap(([, body]) => looksAt(body, originOf)));
  expect(paths.size).toBeGreaterThan(5);
  // Some kinds of deliveries say it in one field, some in another.
  const all = [...shapes.values()];
  expect([...paths].filter((path) => !all.some((fields) => isRecorded(fields, path)))).toEqual([]);
});

test('every schema of a delivery is among the readers', () => {
  const schemas = Object.keys(payloads).filter((name) => name.endsWith('Body'));
  expect(schemas).toHaveLength(readers.filter(([kind]) => !kind.startsWith('event ')).length);
});

test('a field that nobody has recorded is found', () => {
  expect(against('users.info', { ok: true, user: { id: 'U0', is_boss: true, name: 1 } })).toEqual([
    'users.info: user.is_boss (boolean)',
    'users.info: user.name is number, not string',
  ]);
  expect(
    looksAt({ user: { id: 'U0', boss: 1 } }, (body) =>
      z.object({ user: z.object({ boss: z.number() }) }).parse(body),
    ),
  ).toEqual(['user', 'user.boss']);
});
