import { render, type Language, type Text } from '../language/language';
import { texts as forms } from './expected.texts';

/** A form of the server's words that finds its places in a text. */
interface Form {
  readonly text: Text;
  readonly places: readonly string[];
  readonly pattern: RegExp;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);

function formOf(text: Text): Form {
  const words = render(text, 'en');
  const places = [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return { text, places, pattern: new RegExp(`^${escaped(words).replaceAll(/\{\w+\}/g, '(.+?)')}$`) };
}

/** Those with fewer places say more. */
const known = Object.values(forms)
  .map(formOf)
  .sort((one, other) => one.places.length - other.places.length);

/** What the server expected, in the reader's language as far as it is known there. */
export function localise(expected: string, language: Language): string {
  if (language === 'en') {
    return expected;
  }

  for (const { text, places, pattern } of known) {
    const found = pattern.exec(expected);
    if (found !== null) {
      return render(text, language, Object.fromEntries(places.map((place, at) => [place, localise(found[at + 1] ?? '', language)])));
    }
  }

  // Expressions: what was expected, then what is there instead.
  const [first, ...rest] = expected.split(': ');
  return first !== undefined && rest.length > 0 ? `${localise(first, language)}：${localise(rest.join(': '), language)}` : expected;
}
