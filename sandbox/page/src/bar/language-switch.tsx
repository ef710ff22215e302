import type { ReactNode } from 'react';
import { LANGUAGE_KEY, PAGE_LANGUAGES, type PageLanguage, pageLanguage } from '../words/language.js';
import { words } from '../words/words.js';

const NAMES: Readonly<Record<PageLanguage, string>> = { en: 'English', ja: '日本語' };

/** Chooses the language of the page. Each is named in itself, so that people who look for it can read it. */
export function LanguageSwitch(): ReactNode {
  return (
    <select
      className="language"
      aria-label={words.workspace.bar.language}
      title={words.workspace.bar.language}
      value={pageLanguage}
      onChange={(event) => {
        const chosen = PAGE_LANGUAGES.find((language) => language === event.target.value);
        if (chosen === undefined) return;
        localStorage.setItem(LANGUAGE_KEY, chosen);
        // As Slack does when somebody changes theirs.
        window.location.reload();
      }}
    >
      {PAGE_LANGUAGES.map((language) => (
        <option key={language} value={language} lang={language}>
          {NAMES[language]}
        </option>
      ))}
    </select>
  );
}
