import { createContext, useContext } from 'react';
import type { ElementValue, Json, JsonObject, Place, WireBlock } from '../../slack/wire/wire.js';
import type { Drafts } from './sandbox-context.js';

/** The message or view in which an element stands. */
export interface Surface {
  readonly place: Place;
  readonly blocks: readonly WireBlock[];
  readonly values: readonly ElementValue[];
  readonly errors: Readonly<Record<string, string>>;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('useSurface is called outside of a message or view');
  return surface;
}

/** What is typed here; an update may have taken elements away since, and their drafts with them. */
export function typedOn(surface: Surface, typedAt: Drafts['at']): readonly ElementValue[] {
  return typedAt(surface.place).filter(({ blockId, actionId }) =>
    surface.blocks.some((block) => block.block_id === blockId && actionIds(block).includes(actionId)),
  );
}

function actionIds(block: WireBlock): readonly string[] {
  const elements = block['elements'];
  return [block['element'], block['accessory'], ...(isList(elements) ? elements : [])].flatMap((element) =>
    isObject(element) && typeof element['action_id'] === 'string' ? [element['action_id']] : [],
  );
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
