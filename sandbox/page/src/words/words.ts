import { block } from './en-block.js';
import { clock } from './en-clock.js';
import { tour } from './en-tour.js';
import { trial } from './en-trial.js';
import { underneath } from './en-underneath.js';
import { workspace } from './en-workspace.js';

/** Every text of the page's own; what the bot says comes from the bot. */
export const words = { block, clock, tour, trial, underneath, workspace };
