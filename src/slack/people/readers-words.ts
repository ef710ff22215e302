import { unlessLate } from '../../core/async/within.js';
import type { PersonId, WorkspaceId } from '../../core/model/ids.js';
import { adminsOf, type DecidersContext } from '../../core/rights/request-deciders.js';
import type { Rules } from '../../core/rules/rules.js';
import { HOUR_MS } from '../../core/model/durations.js';
import type { Log } from '../log.js';
import { type Language, wordsFor } from '../text/languages.js';
import type { Words } from '../text/words.js';

/** In which words the people of a workspace read. */
export interface ReadersWords {
  /** The words of the workspace, for what several people read. */
  workspaceWords(): Promise<Words>;
  /** The words of one person, for what only they read. */
  wordsOf(person: PersonId): Promise<Words>;
  /** The words of one person as far as is known here, for what cannot wait: the workspace's when nothing is. */
  lastWordsOf(person: PersonId): Words;
}

/** Which language most admins read changes seldom, and the answer costs a list of everybody in the workspace. */
const ADMINS_LANGUAGE_KEPT_FOR_MS = HOUR_MS;
/** How long until it is asked again when Slack did not answer. */
const ASKED_AGAIN_AFTER_MS = 60_000;
/** A card waits this long for the language of the admins. */
const ADMINS_LANGUAGE_WITHIN_MS = 10_000;

export interface ReadersParts {
  readonly workspace: WorkspaceId;
  readonly rules: Pick<Rules, 'of' | 'known'>;
  readonly people: DecidersContext['people'] & {
    /** `undefined` when Slack does not say. */
    languageOf(person: PersonId): Promise<Language | undefined>;
    lastLanguageOf(person: PersonId): Language | undefined;
  };
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * A person reads in the language of their Slack; several people read in the language that the policy names, or that most
 * admins have.
 */
export function readersWords(parts: ReadersParts): ReadersWords {
  const { workspace, rules, people, now, log } = parts;
  let ofAdmins: Language | undefined;
  let asked: { readonly language: Promise<Language>; readonly until: number } | undefined;

  const askAdmins = async (): Promise<Language> => {
    const admins = await adminsOf(parts);
    const languages = await Promise.all(admins.map((admin) => people.languageOf(admin)));
    const japanese = languages.filter((language) => language === 'ja').length;
    return japanese > languages.filter((language) => language === 'en').length ? 'ja' : 'en';
  };

  const learnFromAdmins = async (at: number): Promise<Language> => {
    try {
      ofAdmins = await askAdmins();
    } catch (error) {
      log.warn({ err: error, workspace }, 'the language of the admins could not be learned');
      if (asked !== undefined) asked = { ...asked, until: at + ASKED_AGAIN_AFTER_MS };
    }
    return ofAdmins ?? 'en';
  };

  const adminsLanguage = async (): Promise<Language> => {
    const at = now().getTime();
    if (asked === undefined || asked.until <= at) {
      asked = { language: learnFromAdmins(at), until: at + ADMINS_LANGUAGE_KEPT_FOR_MS };
    }
    return ofAdmins ?? (await unlessLate(ADMINS_LANGUAGE_WITHIN_MS, asked.language)) ?? 'en';
  };

  const personLanguage = async (person: PersonId): Promise<Language | undefined> => {
    try {
      return await people.languageOf(person);
    } catch (error) {
      log.warn({ err: error, workspace, person }, 'the language of a person could not be learned');
      return undefined;
    }
  };

  const workspaceLanguage = async (): Promise<Language> => {
    const { language } = (await rules.of(workspace)).policy;
    return language === 'as-admins' ? adminsLanguage() : language;
  };

  const lastOfWorkspace = (): Language => {
    const language = rules.known(workspace)?.policy.language ?? 'as-admins';
    return language === 'as-admins' ? (ofAdmins ?? 'en') : language;
  };

  return {
    workspaceWords: async () => wordsFor(await workspaceLanguage()),
    lastWordsOf: (person) => wordsFor(people.lastLanguageOf(person) ?? lastOfWorkspace()),
    async wordsOf(person) {
      try {
        return wordsFor((await personLanguage(person)) ?? (await workspaceLanguage()));
      } catch (error) {
        log.warn({ err: error, workspace }, 'the language of the workspace could not be learned');
        return wordsFor(lastOfWorkspace());
      }
    },
  };
}
