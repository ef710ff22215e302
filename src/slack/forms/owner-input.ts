import type { Button, InputBlock, PlainTextOption, SectionBlock } from '@slack/types';
import { z } from 'zod';
import type { Owner } from '../../core/model/client-record.js';
import { GroupId, type PersonId } from '../../core/model/ids.js';
import type { Group } from '../people/people.js';
import { plainText } from '../text/sentence.js';
import { cut, plain } from '../view/blocks.js';
import type { Words } from '../text/words.js';

export const OWNER = 'owner';
const OWNER_LINE = 'owner-line';
/** Chosen in place of a user group: the person owns the client. */
export const OWNER_ME = 'me';
const GROUPS_LIMIT = 20;

export const OfferedGroup = z.object({ id: GroupId, handle: z.string() });
export type OfferedGroup = z.infer<typeof OfferedGroup>;

/** The user groups that a form offers; the chosen one first, so that it is never the one that is left out. */
export const offeredGroups = (groups: readonly Group[], { id: chosen }: Owner): OfferedGroup[] =>
  groups
    .toSorted((a, b) => Number(b.id === chosen) - Number(a.id === chosen))
    .slice(0, GROUPS_LIMIT)
    .map(({ id, handle }) => ({ id, handle: cut(handle, 40) }));

interface OfferedOwners {
  readonly groups: readonly OfferedGroup[];
  readonly initial: string;
  /** The person who owns it where no user group does is not the one who reads this. */
  readonly isForOther?: boolean;
}

/** Asks who is to own the API client. */
export function ownerInput(words: Words, { groups, initial, isForOther = false }: OfferedOwners): InputBlock {
  const { me, recipient } = words.create;
  const options: PlainTextOption[] = [
    { text: plain(isForOther ? recipient : me), value: OWNER_ME },
    ...groups.map((group) => ({ text: plain(cut(`@${group.handle}`, 75)), value: group.id })),
  ];
  const chosen = options.find((option) => option.value === initial) ?? options[0];
  return {
    type: 'input',
    block_id: OWNER,
    label: plain(words.facts.owner),
    element: {
      type: 'static_select',
      action_id: OWNER,
      options,
      ...(chosen !== undefined && { initial_option: chosen }),
    },
  };
}

interface OwnerLine {
  /** The person for whom the client is prepared; absent: the person who reads this. */
  readonly recipient: string | undefined;
  /** Offered where there is somebody else to choose. */
  readonly change?: Button | undefined;
}

/** Says in one line who is to own the API client: most people never change it. */
export const ownerLine = ({ create }: Words, { recipient, change }: OwnerLine): SectionBlock => ({
  type: 'section',
  block_id: OWNER_LINE,
  text: {
    type: 'mrkdwn',
    text: plainText(recipient === undefined ? create.owner : create.ownerFor(recipient)),
  },
  ...(change !== undefined && { accessory: change }),
});

/** The owner that was chosen, by the value of its option. */
export function ownerFrom(person: PersonId, chosen: string): Owner {
  const group = chosen === OWNER_ME ? undefined : GroupId.safeParse(chosen).data;
  return group === undefined ? { kind: 'person', id: person } : { kind: 'group', id: group };
}
