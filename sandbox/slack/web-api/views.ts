import { z } from 'zod';
import type { Checked } from '../block-kit/check-blocks.js';
import { checkHome, checkModal } from '../block-kit/check-view.js';
import { SlackError } from '../wire/slack-error.js';
import { viewJson } from '../wire/view-json.js';
import type { JsonObject } from '../wire/wire.js';
import { fromForm, type Method, method } from './method.js';

const LARGEST_VIEW_BYTES = 250 * 1024;

const accepted = <Source>(json: unknown, check: (view: unknown) => Checked<Source>): Source => {
  if (json === undefined)
    throw SlackError.withMessages('invalid_arguments', ['[ERROR] missing required field: view']);
  const view = fromForm(json, 'invalid_arguments');
  if (Buffer.byteLength(JSON.stringify(view)) > LARGEST_VIEW_BYTES) throw new SlackError('view_too_large');
  const checked = check(view);
  if (!checked.ok) throw SlackError.withMessages('invalid_arguments', checked.messages);
  return checked.value;
};

const triggered = { view: z.unknown().optional(), trigger_id: z.string().min(1) };

const open = method([], triggered, (args, workspace): JsonObject => {
  const source = accepted(args.view, checkModal);
  return { view: viewJson(workspace, workspace.views.open(args.trigger_id, source)) };
});

const push = method([], triggered, (args, workspace): JsonObject => {
  const source = accepted(args.view, checkModal);
  return { view: viewJson(workspace, workspace.views.push(args.trigger_id, source)) };
});

const update = method(
  [],
  {
    view: z.unknown().optional(),
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
  },
  (args, workspace): JsonObject => {
    const { views } = workspace;
    const source = accepted(args.view, checkModal);
    const view =
      args.view_id === undefined ? views.findExternal(args.external_id ?? '') : views.find(args.view_id);
    if (view?.source.type !== 'modal') throw new SlackError('not_found');
    return { view: viewJson(workspace, views.update(view, source, args.hash)) };
  },
);

const publish = method(
  [],
  { view: z.unknown().optional(), user_id: z.string().min(1), hash: z.string().optional() },
  (args, workspace): JsonObject => {
    const { views, world, manifest } = workspace;
    if (!manifest.hasHomeTab) throw new SlackError('not_enabled');
    const source = accepted(args.view, checkHome);
    const person = world.people.find((one) => one.id === args.user_id);
    if (person === undefined || person.isBot) throw new SlackError('user_not_found');
    return { view: viewJson(workspace, views.publish(person.id, source, args.hash)) };
  },
);

export const viewsMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
