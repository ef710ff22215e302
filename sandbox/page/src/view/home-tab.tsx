import { type ReactNode, useEffect, useMemo } from 'react';
import { Blocks } from '../block/blocks.js';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { type Surface, SurfaceContext } from '../surface-context.js';

/** The App Home of the bot; looking at it lets the bot know. */
export function HomeTab(): ReactNode {
  const { snapshot, act } = useSandbox();
  const { home, me } = snapshot;
  useEffect(() => {
    void act({ act: 'open-home' });
    // Once for every person who opens it: `act` is a new function at every change.
  }, [me.id]);
  const surface = useMemo(
    (): Surface | undefined =>
      home
        ? {
            place: { kind: 'view', viewId: home.id },
            blocks: home.blocks,
            values: home.values,
            errors: home.errors,
          }
        : undefined,
    [home],
  );
  if (!home || !surface) {
    return <p className="empty">{words.workspace.conversation.homeMissing(snapshot.app.name)}</p>;
  }
  return (
    <div className="home-tab">
      <SurfaceContext value={surface}>
        <Blocks blocks={home.blocks} />
      </SurfaceContext>
    </div>
  );
}
