import type { Snapshot } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import type { Listed } from './listed.js';

/** Something that what one has begun to type may become. */
export interface Completion extends Listed {
  /** Text that takes the place of what was typed from `from` on; or a global shortcut that is run instead. */
  readonly becomes:
    | { readonly kind: 'text'; readonly from: number; readonly text: string }
    | { readonly kind: 'shortcut'; readonly callbackId: string };
}

const MOST = 8;

/** What fits the text before the caret: commands and shortcuts at the start, people, groups and channels anywhere. */
export function completionsFor(typed: string, snapshot: Snapshot): readonly Completion[] {
  if (/^\/\S*$/.test(typed)) return [...commands(typed, snapshot), ...shortcuts(typed, snapshot)];
  const [, sign, name = ''] = /(?:^|\s)([@#])([\w.-]*)$/.exec(typed) ?? [];
  if (sign === undefined) return [];
  const from = typed.length - name.length - 1;
  const fits = (...texts: readonly string[]): boolean =>
    texts.some((text) =>
      text
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(name.toLowerCase())),
    );
  const all = sign === '#' ? channels(snapshot, from, fits) : people(snapshot, from, fits);
  return all.slice(0, MOST);
}

/** Whether what was typed says the same as this completion: Enter then sends it. */
export function isTyped(typed: string, { becomes }: Completion): boolean {
  return becomes.kind === 'text' && typed.slice(becomes.from) === becomes.text.trimEnd();
}

type Fits = (...texts: readonly string[]) => boolean;

function commands(typed: string, snapshot: Snapshot): readonly Completion[] {
  return snapshot.commands
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, usageHint, description }) => ({
      key: command,
      title: command,
      hint: usageHint,
      about: description,
      becomes: { kind: 'text', from: 0, text: `${command} ` },
    }));
}

function shortcuts(typed: string, snapshot: Snapshot): readonly Completion[] {
  const wanted = typed.slice(1).toLowerCase();
  return snapshot.shortcuts
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(({ name, callbackId }) => ({
      key: callbackId,
      title: name,
      hint: '',
      about: words.workspace.composer.shortcut,
      becomes: { kind: 'shortcut', callbackId },
    }));
}

function people(snapshot: Snapshot, from: number, fits: Fits): readonly Completion[] {
  return [
    ...snapshot.groups
      .filter(({ handle, name }) => fits(handle, name))
      .map(({ handle, name }) => named(`@${handle}`, words.workspace.composer.group(name), from)),
    ...snapshot.people
      .filter((person) => !person.isDeactivated && person.id !== snapshot.app.botUserId)
      .filter(({ key, realName }) => fits(key, realName))
      .map(({ key, realName }) => named(`@${key}`, realName, from)),
  ];
}

function channels(snapshot: Snapshot, from: number, fits: Fits): readonly Completion[] {
  return snapshot.channels
    .filter(({ kind, name }) => kind !== 'dm' && fits(name))
    .map(({ name }) => named(`#${name}`, '', from));
}

function named(text: string, about: string, from: number): Completion {
  return { key: text, title: text, hint: '', about, becomes: { kind: 'text', from, text: `${text} ` } };
}
