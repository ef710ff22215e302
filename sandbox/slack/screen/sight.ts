import type { Stage } from '../acts/stage.js';
import type { PlacedState } from '../block-kit/placed.js';
import type { Channel } from '../workspace/channels.js';
import { buttonLabels, fieldsOf, findButtons, type Found, labelOf } from './element-search.js';
import type { Surface } from '../wire/payloads.js';
import type { Person } from '../workspace/people.js';
import { seenAll, type SeenMessage, seenMessages, usableSurfaces } from './seen.js';

export interface Where {
  /** One message, the top modal or the App Home; else the modal if one is open, else the newest that fits. */
  readonly in?: SeenMessage | 'modal' | 'home' | 'message';
}

export interface PressOptions extends Where {
  /** Only a button whose row, or the text above it, contains this. */
  readonly near?: string;
  /**
   * The answer to the button's confirm dialog; yes when left out. `true` also demands that there is one,
   * `false` backs out: nothing is sent. A modal's submit button has none.
   */
  readonly confirm?: boolean;
}

/** How one person finds things on the screen by their words. */
export class Sight {
  readonly #stage: Stage;
  readonly #person: Person;

  constructor(stage: Stage, person: Person) {
    this.#stage = stage;
    this.#person = person;
  }

  /** `dm`, a name with or without `#`, or an id. */
  channel(name: string): Channel {
    const { world } = this.#stage;
    const channel =
      name === 'dm'
        ? world.dmOf(this.#person.id)
        : world.channels.find(
            (one) => one.id === name || (one.kind !== 'dm' && one.name === name.replace(/^#/, '')),
          );
    if (channel === undefined) throw new Error(`there is no channel ${name}`);
    return channel;
  }

  /** Messages and views to act in, the likeliest first. */
  surfaces(where: Where['in']): readonly Surface[] {
    const person = this.#person;
    const { views, world } = this.#stage;
    if (where === 'modal') {
      const top = views.stackOf(person.id).at(-1);
      return top === undefined ? [] : [{ kind: 'view', view: top }];
    }
    if (where === 'home') {
      const home = views.homeOf(person.id);
      return home === undefined ? [] : [{ kind: 'view', view: home }];
    }
    if (where === undefined) return usableSurfaces(this.#stage, person);
    return seenMessages(this.#stage, this.#person, world.channels)
      .filter((seen) => where === 'message' || (seen.ts === where.ts && seen.channelId === where.channelId))
      .toReversed()
      .flatMap((seen): Surface[] => {
        const channel = world.channel(seen.channelId);
        const message = channel?.messages.find((one) => one.ts === seen.ts);
        return channel === undefined || message === undefined ? [] : [{ kind: 'message', channel, message }];
      });
  }

  buttons(label: string, options: PressOptions): readonly Found[] {
    const reader = this.#stage.world.readerFor(this.#person);
    return this.surfaces(options.in).flatMap((surface) => findButtons(surface, label, options.near, reader));
  }

  /** The one button to press; throws with what there is instead. */
  button(label: string, options: PressOptions): Found {
    const [first] = this.buttons(label, options);
    if (first !== undefined) return first;
    const visible = this.surfaces(options.in).flatMap(buttonLabels);
    throw new Error(`${this.#person.key} sees no button "${label}", only: ${visible.join(', ') || 'none'}`);
  }

  /** The one field of that label; throws with what there is instead. */
  field(label: string, where: Where): Found<PlacedState> {
    const reader = this.#stage.world.readerFor(this.#person);
    const fields = this.surfaces(where.in).flatMap(fieldsOf);
    const labels = fields.map(({ surface, placed }) => labelOf(surface, placed, reader));
    const wanted = label.toLowerCase();
    const exact = labels.findIndex((one) => one.toLowerCase() === wanted);
    const found = fields[exact >= 0 ? exact : labels.findIndex((one) => one.toLowerCase().includes(wanted))];
    if (found !== undefined) return found;
    throw new Error(`${this.#person.key} sees no field "${label}", only: ${labels.join(', ') || 'none'}`);
  }

  /** All that is on the screen, for the message of a failed test. */
  described(): string {
    const { messages, modal, home, notices } = seenAll(this.#stage, this.#person);
    const parts = [
      ...messages.slice(-5).map((one) => `message in ${one.channelId}: ${one.content}`),
      ...(modal === undefined
        ? []
        : [`modal ${modal.title}: ${modal.content} ${JSON.stringify(modal.errors)}`]),
      ...(home === undefined ? [] : [`home: ${home.content}`]),
      ...notices.map((notice) => `notice: ${notice}`),
    ];
    return parts.join('\n---\n');
  }
}
