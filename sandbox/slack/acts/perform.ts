import type { Channel } from '../workspace/channels.js';
import type { Person } from '../workspace/people.js';
import type { Act, ActResult } from '../wire/wire.js';
import { runCommand, runShortcut } from './commands.js';
import { type LoadedOptions, press, setElement, typeahead } from './elements.js';
import { openHome, openMessages, say } from './events.js';
import { close, submit } from './forms.js';
import { ActRefused, activePerson, type Stage, WITHOUT_BOT } from './stage.js';

const joinedChannel = (stage: Stage, person: Person, channelId: string): Channel => {
  const channel = stage.world.channel(channelId);
  if (channel?.memberIds.has(person.id) !== true)
    throw new ActRefused(`${person.realName} is not in ${channelId}`);
  return channel;
};

const reload = (stage: Stage, person: Person): ActResult => {
  stage.world.forgetEphemerals(person.id);
  stage.views.closeAll(person.id);
  stage.notices.clear(person.id);
  return WITHOUT_BOT;
};

/** Does what a person does in Slack; resolves when the bot has acknowledged. Throws `ActRefused`. */
export const perform = async (
  stage: Stage,
  loaded: LoadedOptions,
  as: string,
  act: Act,
): Promise<ActResult> => {
  const person = activePerson(stage, as);
  switch (act.act) {
    case 'command':
      return runCommand(stage, person, joinedChannel(stage, person, act.channelId), act.text);
    case 'say':
      return say(stage, person, joinedChannel(stage, person, act.channelId), act.text);
    case 'shortcut':
      return runShortcut(stage, person, act.callbackId);
    case 'open-home':
      return openHome(stage, person);
    case 'open-messages':
      return openMessages(stage, person);
    case 'press':
      return press(stage, person, act);
    case 'set':
      return setElement(stage, person, act, loaded);
    case 'typeahead':
      return typeahead(stage, person, act, loaded);
    case 'submit':
      return submit(stage, person, act.viewId, act.typed);
    case 'close':
      return close(stage, person, act.viewId, act.all === true);
    case 'mark-read':
      stage.world.markRead(person.id, joinedChannel(stage, person, act.channelId));
      return WITHOUT_BOT;
    case 'dismiss-notice':
      stage.notices.dismiss(person.id, act.noticeId);
      stage.world.changed();
      return WITHOUT_BOT;
    case 'reload':
      return reload(stage, person);
  }
};
