/** Thrown where another program that the bot needs does not answer; it may be back later, without a change of anything here. */
export class Away extends Error {}
