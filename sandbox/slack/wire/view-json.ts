import { stateValues } from '../screen/element-values.js';
import { APP_ID } from '../workspace/people.js';
import type { View } from '../workspace/views.js';
import type { JsonObject } from './wire.js';
import type { Workspace } from '../workspace/workspace.js';

/** A view as Slack sends it: in payloads and in the answers of `views.*`. */
export const viewJson = (workspace: Workspace, view: View): JsonObject => {
  const { source } = view;
  const { team, bot } = workspace.world;
  const isModal = source.type === 'modal';
  return {
    id: view.id,
    team_id: team.id,
    type: source.type,
    blocks: view.blocks,
    private_metadata: source.private_metadata ?? '',
    callback_id: source.callback_id ?? '',
    state: { values: stateValues(view.blocks, view.values) },
    hash: view.hash,
    title: isModal
      ? { emoji: true, ...source.title }
      : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: isModal && source.clear_on_close === true,
    notify_on_close: isModal && source.notify_on_close === true,
    close: isModal ? (source.close ?? null) : null,
    submit: isModal ? (source.submit ?? null) : null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: APP_ID,
    external_id: source.external_id ?? '',
    app_installed_team_id: workspace.installation()?.id ?? team.id,
    bot_id: bot.botId,
  };
};
