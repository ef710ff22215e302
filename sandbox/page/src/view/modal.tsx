import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { WireView } from '../../../slack/wire/wire.js';
import { Blocks } from '../block/blocks.js';
import { useSandbox } from '../sandbox-context.js';
import { type Surface, SurfaceContext, typedOn } from '../surface-context.js';
import { words } from '../words/words.js';
import { Dialog } from './dialog.js';

const says = words.block.dialog;

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
    await act({ act: 'submit', viewId: view.id, typed: typedOn(surface, drafts) });
    setBusy(false);
  };
  const close = (all: boolean): void => void act({ act: 'close', viewId: view.id, all });
  return (
    <Dialog
      title={view.title}
      size="form"
      revision={view.hash}
      onEscape={() => close(false)}
      onDismiss={() => close(true)}
      onBack={below > 0 ? () => close(false) : undefined}
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
          <button type="button" className="button" onClick={() => close(false)}>
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
