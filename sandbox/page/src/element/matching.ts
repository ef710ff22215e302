import type { WireOptionGroup } from '../../../slack/wire/wire.js';

/** The options whose text has what was typed. */
export function matching(groups: readonly WireOptionGroup[], query: string): readonly WireOptionGroup[] {
  const wanted = query.trim().toLowerCase();
  return groups.map((group) => ({
    label: group.label,
    options: group.options.filter((option) => option.text.toLowerCase().includes(wanted)),
  }));
}
