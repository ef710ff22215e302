import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ElementValue, WireView } from '../../../slack/wire/wire.js';
import { Blocks } from '../block/blocks.js';
import { useConfirm } from '../confirm-context.js';
import type { Confirm } from '../element/element-schema.js';
import { useSandbox } from '../sandbox-context.js';
import { type Surface, SurfaceContext, typedOn } from '../surface-context.js';
import { words } from '../words/words.js';
import { Dialog } from './dialog.js';

const says = words.block.dialog;
const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });
const UNSAVED: Confirm = {
  title: plain(says.unsaved.title),
  text: plain(says.unsaved.text),
  confirm: plain(says.unsaved.discard),
  deny: plain(says.unsaved.keep),
  style: 'danger',
};

/** The top view of the stack, as a form; `below` others lie beneath it. */
export function Modal({ view, below }: { readonly view: WireView; readonly below: number }): ReactNode {
  const { act, drafts } = useSandbox();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const surface = useMemo(
    (): Surface => ({
      place: { kind: 'view', viewId: view.id },
      blocks: view.blocks,
      values: view.values,
      errors: view.errors,
    }),
    [view],
  );
  const invalid = Object.keys(view.errors).join(' ');
  useEffect(() => {
    if (invalid !== '') form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [invalid]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || view.submit === null) return;
    setBusy(true);
    await act({ act: 'submit', viewId: view.id, typed: typedOn(surface, drafts.at) });
    setBusy(false);
  };
  const confirm = useConfirm();
  const atFirst = useRef(view.values);
  const close = async (all: boolean): Promise<void> => {
    const isChanged = typedOn(surface, drafts.at).length > 0 || hasChanged(atFirst.current, view.values);
    if (view.submit !== null && isChanged && !(await confirm(UNSAVED))) return;
    await act({ act: 'close', viewId: view.id, all });
  };
  return (
    <Dialog
      title={view.title}
      size="form"
      revision={view.hash}
      onEscape={() => void close(false)}
      onDismiss={() => void close(true)}
      onBack={below > 0 ? () => void close(false) : undefined}
    >
      <form ref={form} noValidate aria-busy={busy} onSubmit={(event) => void submit(event)}>
        <div className="dialog-body">
          {view.notice !== null && (
            <p className="dialog-notice" role="alert">
              {view.notice}
            </p>
          )}
          <SurfaceContext value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext>
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={() => void close(false)}>
            {view.close ?? (view.submit === null ? says.close : says.cancel)}
          </button>
          {view.submit !== null && (
            <button type="submit" className="button button-primary" aria-busy={busy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** Whether something that stood there at first is something else now. */
function hasChanged(before: readonly ElementValue[], now: readonly ElementValue[]): boolean {
  return before.some(({ blockId, actionId, value }) => {
    const same = now.find((one) => one.blockId === blockId && one.actionId === actionId);
    return same !== undefined && JSON.stringify(same.value) !== JSON.stringify(value);
  });
}
