import { z } from 'zod';
import type { Outside } from '../outside/outside.js';
import type { Traffic } from '../outside/traffic.js';
import type { Program } from '../programs/program.js';
import { command, lastDelivery, withOther } from './captured.js';
import type { Creating } from './creating.js';
import { Load } from './load.js';
import { type SlackRequest, signed } from './signed.js';

/** Something that people do again and again. */
export interface Act {
  readonly name: string;
  /** What has to be there before; resolves to what is then done, so often. */
  prepare(program: Program, times: number): Promise<() => Promise<void>>;
}

export const LISTED = 'analytics';
const PEOPLE = ['aiko', 'ben', 'chloe', 'daniel'];

/** What Slack sent when somebody did each for the first time. */
interface Captured {
  readonly list: string;
  readonly next: string;
  readonly saved: string;
  readonly approve: string;
}

/** Somebody does everything once, at a bot whose requests are decided in `#approvals`. */
async function capture({ slack }: Outside): Promise<Captured> {
  const aiko = slack.as('aiko');
  await aiko.command(`/apiclient list --user ${LISTED}`);
  await aiko.seesMessage('1 to 10 of');
  const list = lastDelivery({ slack }, 'command');
  await aiko.press('Next');
  await aiko.seesMessage('11 to 20 of');
  const next = lastDelivery({ slack }, 'block_actions');
  await aiko.press('I have saved it');
  const saved = lastDelivery({ slack }, 'block_actions');
  await slack
    .as('daniel')
    .command('/apiclient request asked --user billing --purpose measuring', { channel: '#data' });
  await aiko.seesMessage('requests asked');
  await aiko.press('Approve');
  await aiko.seesMessage('Approved by');
  return { list, next, saved, approve: lastDelivery({ slack }, 'block_actions') };
}

/** A list's first page, its second, a decision, and the button under a secret: each as often as one likes. */
export async function captureActs(
  outside: Outside,
  traffic: Traffic,
  creating: Creating,
): Promise<readonly Act[]> {
  const { slack, signingSecret } = outside;
  const captured = await capture(outside);
  let sent = 0;
  const responsePath = (): string => {
    sent += 1;
    return `${new URL(outside.responseUrl).pathname}-${sent}`;
  };
  const responseUrlAt = (path: string): string => new URL(path, outside.responseUrl).href;
  const pressed = (button: string, path: string, others: Readonly<Record<string, string>> = {}) => {
    const { trigger_id, response_url } = factsOf(button);
    const changes = { [trigger_id]: `${sent}.press`, [response_url]: responseUrlAt(path), ...others };
    return signed(signingSecret, withOther(button, changes));
  };
  const typed = (text: string, path: string, person: string): SlackRequest => {
    const fields = { text, user_id: slack.personId(person), trigger_id: `${sent}.command` };
    return signed(signingSecret, command(captured.list, { ...fields, response_url: responseUrlAt(path) }));
  };

  /** Each is sent once the call has come by which the one before was answered. */
  const oneByOne = async <One>(
    program: Program,
    all: readonly One[],
    request: (one: One, path: string) => { readonly request: SlackRequest; readonly answeredAt: string },
  ): Promise<void> => {
    const load = new Load(program.port, 1);
    for (const one of all) {
      const { request: sending, answeredAt } = request(one, responsePath());
      const answered = traffic.expect(answeredAt);
      await Promise.all([answered, load.closed(1, 1, () => sending)]);
    }
    await load.close();
  };
  const numbers = (times: number): readonly number[] => Array.from({ length: times }, (_, number) => number);

  const list: Act = {
    name: "a list's page",
    prepare: async (program, times) => () =>
      oneByOne(program, numbers(times), (number, path) => ({
        request: typed(`list --user ${LISTED}`, path, PEOPLE[number % PEOPLE.length] ?? 'aiko'),
        answeredAt: path,
      })),
  };
  const turning: Act = {
    name: 'turning a page',
    prepare: async (program, times) => () =>
      oneByOne(program, numbers(times), (_, path) => ({
        request: pressed(captured.next, path),
        answeredAt: path,
      })),
  };
  const deciding: Act = {
    name: 'a decision',
    async prepare(program, times) {
      traffic.takeCards();
      const load = new Load(program.port, 1);
      for (let asked = 1; asked <= times; asked += 1) {
        const text = `request asked-${sent} --user billing --purpose measuring`;
        await load.closed(1, 1, () => typed(text, responsePath(), 'daniel'));
        await traffic.cardsStand(asked);
      }
      await load.close();
      await traffic.quiet();
      const cards = traffic.takeCards();
      const { value, message } = factsOf(captured.approve);
      return () =>
        oneByOne(program, cards, ({ id, ts }, path) => ({
          request: pressed(captured.approve, path, { [idIn(value)]: id, [message?.ts ?? '']: ts }),
          answeredAt: ts,
        }));
    },
  };
  const saving: Act = {
    name: '"I have saved it"',
    async prepare(program, times) {
      traffic.takeShown();
      await creating.oneByOne(program, times);
      await traffic.quiet();
      const { value, user } = factsOf(captured.saved);
      const shown = traffic.takeShown();
      return () =>
        oneByOne(program, shown, ({ id, person }, path) => ({
          request: pressed(captured.saved, path, { [idIn(value)]: id, [user.id]: person }),
          answeredAt: path,
        }));
    },
  };
  return [list, turning, deciding, saving];
}

const Facts = z.object({
  trigger_id: z.string(),
  response_url: z.string(),
  user: z.object({ id: z.string() }),
  message: z.object({ ts: z.string() }).optional(),
  actions: z.tuple([z.object({ value: z.string() })]),
});
const Carried = z.object({ id: z.string() });

function factsOf(button: string): z.infer<typeof Facts> & { readonly value: string } {
  const facts = Facts.parse(JSON.parse(new URLSearchParams(button).get('payload') ?? ''));
  return { ...facts, value: facts.actions[0].value };
}

const idIn = (value: string): string => Carried.parse(JSON.parse(value)).id;
