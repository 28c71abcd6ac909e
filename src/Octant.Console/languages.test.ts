import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { screens, groups } from './features/screens';
import type { Text, Texts } from './ui/language/language';

const sources = ['features', 'ui']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`))
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'));
const isOfTexts = (file: string) => /(^|[./])texts\.ts$/.test(file);

/** Members and attributes whose text people read. */
const readByPeople = new Set(['title', 'label', 'placeholder', 'alt', 'description', 'message', 'tooltip', 'extra', 'aria-label', 'okText', 'cancelText', 'help', 'content']);

/** Only what has letters can be in a language; the product's name is the same in all. */
const isText = (value: string) => /\p{L}/u.test(value) && value.trim() !== 'Octant';
const isChinese = (value: string) => /\p{Script=Han}/u.test(value);

const placesIn = (value: string) => [...value.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const formsOf = (text: Text['en']) => (typeof text === 'string' ? [text] : [text.one, text.other]);

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
}

/** Literals that stand where people would read them, and Chinese anywhere. */
function textsOutOfPlace(file: string): string[] {
  const found: string[] = [];
  const source = parse(file);
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && isText(node.text)) {
      found.push(node.text.trim());
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      const parent = node.parent;
      const name = ts.isJsxAttribute(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === node) ? parent.name.getText(source).replaceAll(/['"]/g, '') : null;
      const isChild = ts.isJsxExpression(parent) && (ts.isJsxElement(parent.parent) || ts.isJsxFragment(parent.parent));
      if (isChinese(node.text) || ((isChild || (name !== null && readByPeople.has(name))) && isText(node.text))) {
        found.push(node.text);
      }
    }

    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** String literals of a file, and what its templates begin with. */
function literalsIn(file: string): { whole: string[]; beginnings: string[] } {
  const [whole, beginnings]: [string[], string[]] = [[], []];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) {
      whole.push(node.text);
    } else if (ts.isTemplateHead(node) && node.text !== '') {
      beginnings.push(node.text);
    }

    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return { whole, beginnings };
}

describe('The two languages', () => {
  it.each(sources.filter(isOfTexts))('have every text of %s, with the same places, and each in its own script', async (file) => {
    const { texts } = (await import(/* @vite-ignore */ `./${file}`)) as { texts: Texts };
    expect(Object.keys(texts)).not.toHaveLength(0);
    for (const [key, text] of Object.entries(texts)) {
      expect(text.zh.trim(), `${file} ${key} in Chinese`).not.toBe('');
      for (const form of formsOf(text.en)) {
        expect(form.trim(), `${file} ${key} in English`).not.toBe('');
        expect(placesIn(form), `places of ${file} ${key}`).toEqual(placesIn(text.zh));
        // A language switch says each in the other.
        if (!file.endsWith('language/texts.ts')) {
          expect(isChinese(form), `${file} ${key} in English: ${form}`).toBe(false);
        }
      }
    }
  });

  // `ui/states/expected.ts` looks through all of its texts.
  it.each(sources.filter((file) => isOfTexts(file) && file !== 'ui/states/expected.texts.ts'))('use every text of %s', async (file) => {
    const { texts } = (await import(/* @vite-ignore */ `./${file}`)) as { texts: Texts };
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const users = sources.filter((source) => source.startsWith(folder) && !isOfTexts(source)).map(literalsIn);
    const whole = new Set(users.flatMap((user) => user.whole));
    const beginnings = users.flatMap((user) => user.beginnings).filter((beginning) => beginning.endsWith('.'));
    const unused = Object.keys(texts).filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)));
    expect(unused).toEqual([]);
  });

  it.each(sources.filter((file) => !isOfTexts(file) && file !== 'features/screens.ts'))('have nothing to read in %s outside of its texts', (file) => {
    expect(textsOutOfPlace(file)).toEqual([]);
  });

  it('name every screen and every heading of the navigation', () => {
    for (const label of [...screens.map((screen) => screen.label), ...Object.values(groups)]) {
      expect(isChinese(label.zh)).toBe(true);
      expect(isChinese(formsOf(label.en).join(''))).toBe(false);
    }
  });

  it('are looked for where texts can hide', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(textsOutOfPlace('features/screens.ts').length).toBeGreaterThan(0);
  });
});
