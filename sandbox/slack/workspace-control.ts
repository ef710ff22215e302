import type { LoadedOptions } from './acts/elements.js';
import { type SlackEvent, sendEvent } from './acts/events.js';
import { channelArchived, groupChanged, memberJoined, memberLeft, personChanged } from './acts/happenings.js';
import { changeTeamAccess, type UninstallEventType, uninstall } from './acts/installing.js';
import { runWorkflow } from './acts/workflows.js';
import type { Stage } from './acts/stage.js';
import type { Channel } from './workspace/channels.js';
import type { Execution } from './workspace/workflows.js';
import type { UploadedFile } from './workspace/files.js';
import type { Group, Person } from './workspace/people.js';
import type { Shapes } from './workspace/world.js';
import { PersonDriver } from './screen/person.js';
import type { ActResult } from './wire/wire.js';

type PersonFacts = Partial<
  Pick<
    Person,
    | 'teamId'
    | 'isAdmin'
    | 'isOwner'
    | 'isOrgAdmin'
    | 'isRestricted'
    | 'isUltraRestricted'
    | 'deleted'
    | 'away'
    | 'tz'
    | 'locale'
  >
>;

/**
 * What tests do in one workspace. Whatever changes there is told to the bot as Slack tells it: by events that the
 * manifest subscribes to, in the background (`settled` waits for them).
 */
export interface SandboxWorkspace {
  /** What this person does and sees; by key (`aiko`) or id. */
  as(person: string): PersonDriver;
  personId(key: string): string;
  groupId(handle: string): string;
  channelId(name: string): string;
  changePerson(key: string, facts: PersonFacts): void;
  /** Somebody of another workspace of the organisation is in this one, too: by the same id, and here what `facts` say. */
  admit(personId: string, facts?: PersonFacts): void;
  changeGroup(handle: string, memberKeys: readonly string[], more?: Partial<Pick<Group, 'disabled'>>): void;
  /** Takes people, or the bot (`bot`), into a channel or out of it. */
  changeMembers(
    channel: string,
    change: { readonly join?: readonly string[]; readonly leave?: readonly string[] },
  ): void;
  archive(channel: string): void;
  /** How Slack tells of people and payloads here, and whether the plan has user groups. */
  changeShapes(shapes: Partial<Shapes>): void;
  /** From now on Slack refuses with `word` what apps post there; `undefined` lets them post again. */
  restrict(channel: string, word: string | undefined): void;
  /**
   * From now on people of another company are in it (Slack Connect, Olga the first), or they are invited, or other
   * workspaces of the organisation have it.
   */
  share(channel: string, how?: 'company' | 'invited' | 'organisation'): void;
  /** Sends an event that is not the consequence of an act, if the manifest subscribes to it. */
  event(event: SlackEvent): Promise<ActResult>;
  /** Runs a workflow with the app's step, started by this person; resolves when the bot has acknowledged it. */
  runWorkflow(person: string, inputs: Readonly<Record<string, string>>): Promise<ActResult>;
  /** The executions of the app's step. */
  executions(): readonly Execution[];
  /** What the bot has uploaded and shared here. */
  files(): readonly UploadedFile[];
  /** Takes away from what was granted, or adds to it, as a manifest does that was changed after installing. */
  changeScopes(scopes: readonly string[]): void;
  /** Removes the app, from the organisation where it is installed there; resolves when the bot has heard. */
  uninstall(events?: readonly UninstallEventType[]): Promise<void>;
  /** Adds an organisation's app to this workspace, or takes it out. */
  changeTeamAccess(isGranted: boolean): Promise<void>;
}

export const newWorkspaceControl = (
  stage: Stage,
  loaded: LoadedOptions,
  all: readonly Stage[],
): SandboxWorkspace => {
  const { world } = stage;
  const person = (key: string): Person => {
    const found = world.person(key === 'bot' ? world.bot.userId : key);
    if (found === undefined) throw new Error(`nobody here is ${key}`);
    return found;
  };
  const group = (handle: string): Group => {
    const found = world.group(handle);
    if (found === undefined) throw new Error(`there is no group ${handle}`);
    return found;
  };
  const channel = (name: string): Channel => {
    const found = world.channels.find((one) => one.id === name || one.name === name.replace(/^#/, ''));
    if (found === undefined) throw new Error(`there is no channel ${name}`);
    return found;
  };

  return {
    runWorkflow: (key, inputs) => runWorkflow(stage, person(key), inputs),
    executions: () => stage.workflows.all(),
    as: (key) => new PersonDriver(stage, loaded, key),
    personId: (key) => person(key).id,
    groupId: (handle) => group(handle).id,
    channelId: (name) => channel(name).id,
    changePerson: (key, facts) => {
      const changed = Object.assign(person(key), facts);
      world.changed();
      personChanged(stage, changed);
    },
    admit: (personId, facts = {}) => {
      const { enterprise } = world.team;
      const others = all.filter((one) => one !== stage && one.world.team.enterprise?.id === enterprise?.id);
      const home = others.find((one) => one.world.person(personId) !== undefined);
      const known = home?.world.person(personId);
      if (enterprise === undefined || known === undefined)
        throw new Error(`${personId} is not of this organisation`);
      const alsoIn = new Set([...known.alsoIn, world.team.id]);
      Object.assign(known, { alsoIn });
      world.admit({ ...known, isAdmin: false, isOwner: false, isOrgAdmin: false, ...facts });
    },
    changeGroup: (handle, memberKeys, more = {}) => {
      const changed = group(handle);
      const before = { ...changed };
      Object.assign(changed, { memberIds: memberKeys.map((key) => person(key).id), ...more });
      world.changed();
      groupChanged(stage, before, changed);
    },
    changeMembers: (name, { join = [], leave = [] }) => {
      const changed = channel(name);
      for (const { id } of join.map(person)) {
        changed.memberIds.add(id);
        memberJoined(stage, changed, id);
      }
      for (const { id } of leave.map(person)) {
        changed.memberIds.delete(id);
        memberLeft(stage, changed, id);
      }
      world.changed();
    },
    changeShapes: (shapes) => {
      Object.assign(world.shapes, shapes);
      world.changed();
    },
    archive: (name) => {
      const archived = channel(name);
      archived.isArchived = true;
      world.changed();
      channelArchived(stage, archived);
    },
    restrict: (name, word) => {
      channel(name).refusesPosts = word;
      world.changed();
    },
    share: (name, how = 'company') => {
      const shared = channel(name);
      if (how === 'invited') shared.isPendingShared = true;
      else if (how === 'organisation') shared.isOrgShared = true;
      else {
        shared.isShared = true;
        shared.memberIds.add(person('olga').id);
      }
      world.changed();
    },
    event: (event) => sendEvent(stage, event),
    files: () => stage.files.shared().filter((file) => world.channel(file.channelId) !== undefined),
    changeScopes: (scopes) => {
      const installation = stage.installation();
      if (installation === undefined) throw new Error('the app is not installed here');
      installation.scopes = new Set(scopes);
    },
    uninstall: (events = ['tokens_revoked', 'app_uninstalled']) => uninstall(stage, events),
    changeTeamAccess: (isGranted) => changeTeamAccess(stage, isGranted),
  };
};
