import type { KnownBlock, MrkdwnElement, SectionBlock } from '@slack/types';
import type { KnownClient } from '../../../core/clients/find-client.js';
import { showFace } from '../../call/faces.js';
import { escapeMarkup, plainText } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';
import { cut, plain, shownName } from '../../view/blocks.js';

const USER_AT_MOST = 100;
const PURPOSE_AT_MOST = 150;

/** Whatever Slack's markup could make something else of: an underscore within a word is one of its letters. */
const MARKUP = /[*~`:<>\n]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/u;

/**
 * A client in a list: its name in bold and what it is for, and below it whose it is, where, since when and until when, and
 * which client takes its place: the two have the same name.
 * Only rich text can show any name in bold, and it bears no button. So a name, or another text, that holds markup
 * stands as plain text, and not in bold.
 */
export function clientRow(
  words: Words,
  { client, record }: KnownClient,
  accessory: SectionBlock['accessory'] = showFace.element(words.list.show, { id: client.id }),
): KnownBlock {
  const { list } = words;
  const name = shownName(words, client);
  const user = cut(words.alphausUser(client.user), USER_AT_MOST);
  const purpose = record === undefined ? '' : cut(record.purpose, PURPOSE_AT_MOST);
  const end =
    record?.endsAt === undefined ? undefined : { day: new Date(Date.parse(record.endsAt) - 60_000) };
  const facts = { owner: record?.owner, createdAt: client.createdAt, end, successor: record?.successor };
  const id = `\`${escapeMarkup(client.id)}\``;
  if ([name, user, purpose].some((text) => MARKUP.test(text))) {
    const said = plainText(list.line(facts));
    return {
      type: 'section',
      text: plain(name),
      fields: [marked(`${said} · ${id}`), plain(user), ...(purpose === '' ? [] : [plain(purpose)])],
      accessory,
    };
  }
  const first = [`*${escapeMarkup(name)}*`, ...(purpose === '' ? [] : [escapeMarkup(purpose)])].join('  ');
  const second = `${plainText(list.line({ ...facts, user }))} · ${id}`;
  return { type: 'section', text: marked(`${first}\n${second}`), accessory };
}

/** Slack makes links of nothing in it. */
const marked = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });
