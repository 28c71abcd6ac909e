import { useCallback } from 'react';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { useReason } from '../decisions/useReason';
import type { FigureRow, Figures } from './figures';
import { texts } from './texts';

/** What a line is called: by its name, its day, its reason in words; and in words where it is of none. */
export function useLineName(figures: Figures): (row: FigureRow) => string {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const reason = useReason();
  const { by, path } = figures;
  return useCallback(
    (row) => {
      if (row.key === '') {
        return t(`none.${by}`);
      }

      switch (by) {
        case 'day':
          return format.date(row.key);
        case 'hour':
          return `${format.date(row.key.slice(0, 10))} ${row.key.slice(11)}:00`;
        case 'reason':
          return reason(row.key);
        default: {
          const called = isPresent(row.name) ? name(row.name) : row.key;
          return by === 'unit' && row.key === path.at(-1)?.path ? t('itself', { unit: called }) : called;
        }
      }
    },
    [by, path, t, name, format, reason],
  );
}
