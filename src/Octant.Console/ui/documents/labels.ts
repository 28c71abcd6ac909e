import { createContext, use, useCallback } from 'react';
import type { Text } from '../language/language';
import { useName } from '../language/LanguageProvider';
import { useDuration } from '../format/useDuration';
import { useFormat } from '../format/useFormat';
import type { Path } from './differences';
import { useTexts } from '../language/LanguageProvider';
import { texts } from './texts';

/** What the members of a kind of document are called: `needs.input`, without places in lists. */
export interface Labels {
  readonly of: (member: string) => Text | undefined;
  /** A value of a member in words, where it is a code; undefined where it speaks for itself. */
  readonly say?: (member: string, value: unknown) => string | undefined;
  /** Members in minor units of money. */
  readonly money?: readonly string[];
}

export const LabelsContext = createContext<Labels>({ of: () => undefined });

const memberOf = (path: Path) => path.filter((part) => typeof part === 'string').join('.');

/** The name of a member as people read it; what has none goes by its code. */
export function useLabel(): (path: Path | string) => string {
  const labels = use(LabelsContext);
  const name = useName();
  return useCallback(
    (path) => {
      if (typeof path === 'string') {
        const text = labels.of(path);
        return text === undefined ? path : name(text);
      }

      const parts: string[] = [];
      for (const [place, part] of path.entries()) {
        const text = typeof part === 'string' ? labels.of(memberOf(path.slice(0, place + 1))) : undefined;
        if (typeof part === 'number') {
          parts.push(`${part + 1}`);
        } else if (text !== undefined) {
          parts.push(name(text));
        } else if (place === path.length - 1) {
          parts.push(part);
        }
      }

      return parts.join(' · ');
    },
    [labels, name],
  );
}

const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value as people read it. */
export function useSay(): (path: Path, value: unknown) => string {
  const labels = use(LabelsContext);
  const label = useLabel();
  const format = useFormat();
  const duration = useDuration();
  const t = useTexts(texts);
  return useCallback(
    (path, value) => {
      const say = (member: string, one: unknown): string => {
        const said = labels.say?.(member, one);
        if (said !== undefined) {
          return said;
        }

        switch (typeof one) {
          case 'undefined':
            return t('nothing');
          case 'number':
            return labels.money?.includes(member) === true ? format.money(one) : format.number(one, 6);
          case 'boolean':
            return t(one ? 'yes' : 'no');
          case 'string':
            return moment.test(one) ? format.dateTime(one) : duration(one);
          default:
            break;
        }

        if (one === null) {
          return t('nothing');
        }

        return Array.isArray(one)
          ? one.map((item) => say(member, item)).join(', ')
          : Object.entries(one as object)
              .filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0))
              .map(([name, inner]) => `${label(`${member}.${name}`)}: ${say(`${member}.${name}`, inner)}`)
              .join('; ');
      };
      return say(memberOf(path), value);
    },
    [labels, label, format, duration, t],
  );
}
