import { block } from './en-block.js';
import { clock } from './en-clock.js';
import { tour } from './en-tour.js';
import { trial } from './en-trial.js';
import { underneath } from './en-underneath.js';
import { workspace } from './en-workspace.js';
import { block as blockJa } from './ja-block.js';
import { clock as clockJa } from './ja-clock.js';
import { tour as tourJa } from './ja-tour.js';
import { trial as trialJa } from './ja-trial.js';
import { underneath as underneathJa } from './ja-underneath.js';
import { workspace as workspaceJa } from './ja-workspace.js';
import { type PageLanguage, pageLanguage } from './language.js';

const en = { block, clock, tour, trial, underneath, workspace };
const ja: typeof en = {
  block: blockJa,
  clock: clockJa,
  tour: tourJa,
  trial: trialJa,
  underneath: underneathJa,
  workspace: workspaceJa,
};
export const pageWords: Readonly<Record<PageLanguage, typeof en>> = { en, ja };

/** Every text of the page's own; what the bot says comes from the bot. */
export const words = pageWords[pageLanguage];
