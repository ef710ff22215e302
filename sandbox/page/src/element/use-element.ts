import { useState } from 'react';
import type { ElementValue, WireOption } from '../../../slack/wire/wire.js';
import { useConfirm } from '../confirm-context.js';
import { useActing } from '../acting-context.js';
import { useSandbox } from '../sandbox-context.js';
import { typedOn, useSurface } from '../surface-context.js';
import type { Confirm, StatefulElement } from './element-schema.js';
import { initialValue } from './initial-value.js';

type Value = ElementValue['value'];

/** A button or menu that keeps no value. `press` and `pick` ask first where the element has a confirm dialog. */
export function usePress(
  blockId: string,
  element: { readonly action_id: string; readonly confirm?: Confirm | undefined },
): {
  readonly busy: boolean;
  readonly press: () => Promise<void>;
  readonly pick: (value: string) => Promise<void>;
} {
  const { act, typedAt } = useActing();
  const surface = useSurface();
  const confirm = useConfirm();
  const [busy, setBusy] = useState(false);
  const actionId = element.action_id;

  const send = async (picked: string | undefined): Promise<void> => {
    if (busy || (element.confirm && !(await confirm(element.confirm)))) return;
    setBusy(true);
    const where = { place: surface.place, typed: typedOn(surface, typedAt) };
    await (picked === undefined
      ? act({ act: 'press', blockId, actionId, ...where })
      : act({ act: 'set', element: { blockId, actionId, value: picked }, ...where }));
    setBusy(false);
  };
  return { busy, press: () => send(undefined), pick: (value) => send(value) };
}

/** An element with a value: what this person sees in it, and how it changes. */
export function useElementValue(
  blockId: string,
  element: StatefulElement,
): {
  readonly value: Value;
  /** The texts of chosen options that the bot gave, for external selects. */
  readonly chosen: readonly WireOption[];
  /** Keeps an unfinished text in the page. */
  readonly type: (value: string) => void;
  /** A choice or a finished text; asks first where the element has a confirm dialog. */
  readonly set: (value: Value, chosen?: readonly WireOption[]) => Promise<void>;
} {
  const { act, drafts } = useSandbox();
  const surface = useSurface();
  const confirm = useConfirm();
  const actionId = element.action_id;
  const current =
    drafts.get(surface.place, blockId, actionId) ??
    surface.values.find((value) => value.blockId === blockId && value.actionId === actionId) ??
    initialValue(blockId, element);

  return {
    value: current.value,
    chosen: current.chosen ?? [],
    type: (value) => drafts.put(surface.place, { blockId, actionId, value: value === '' ? null : value }),
    set: async (value, chosen) => {
      if (element.confirm && !(await confirm(element.confirm))) return;
      const next: ElementValue = { blockId, actionId, value, ...(chosen && { chosen }) };
      const typed = typedOn(surface, drafts.at).filter(
        (other) => other.blockId !== blockId || other.actionId !== actionId,
      );
      drafts.put(surface.place, next);
      const answer = await act({
        act: 'set',
        place: surface.place,
        element: { blockId, actionId, value },
        typed,
      });
      if (answer) drafts.settle(surface.place, next);
      else drafts.drop(surface.place, next);
    },
  };
}
