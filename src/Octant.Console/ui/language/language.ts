/**
 * Every word that people read, in both languages side by side, so that none can be missing. A feature keeps its own in its
 * `texts.ts`; languages.test.ts holds that none is unused and that no text stands elsewhere.
 */
export type Language = 'zh' | 'en';

/** One text. `{name}` is filled in; `one` is taken when `count` is 1. */
export interface Text {
  readonly zh: string;
  readonly en: string | { readonly one: string; readonly other: string };
}

export type Texts = Readonly<Record<string, Text>>;

/** What fills the places of a text. */
export type Values = Readonly<Record<string, string | number>>;

export function defineTexts<T extends Texts>(texts: T): T {
  return texts;
}

export function render(text: Text, language: Language, values: Values = {}): string {
  const chosen = text[language];
  const form = typeof chosen === 'string' ? chosen : values.count === 1 || values.count === '1' ? chosen.one : chosen.other;
  return form.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
